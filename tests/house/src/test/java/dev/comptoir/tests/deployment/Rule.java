package dev.comptoir.tests.deployment;

import java.util.List;

/** What must hold of every overlay, and no schema knows. */
enum Rule {
    CUSTOM_FIELDS_ARE_WELL_SPELT,
    CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
    CONTAINERS_ARE_ASKED_HOW_THEY_ARE,
    CONTAINERS_SAY_WHAT_THEY_NEED,
    IMAGES_ARE_OF_ONE_VERSION,
    SECRETS_ARE_REFERRED_TO,
    SECRETS_ARE_EXPLAINED,
    SETTINGS_ARE_TAKEN_BY_THE_CODE,
    SETTINGS_ARE_KNOWN_TO_THE_CODE,
    PORTS_ARE_THOSE_OF_THE_CODE,
    PEERS_ARE_THERE,
    NOTHING_IS_REACHED_BY_DEFAULT,
    EVERYBODY_IS_REACHED_BY_WHOM_HE_SERVES,
    PROMETHEUS_REACHES_WHAT_IT_WATCHES,
    NOBODY_ELSE_REACHES_A_DATABASE,
    AN_UPGRADE_LOSES_NOTHING,
    INSTANCES_STAND_APART,
    CONNECTIONS_SUFFICE,
    DATABASES_ARE_BACKED_UP,
    WHAT_IS_ACKNOWLEDGED_IS_ON_TWO_DISKS_OR_ON_THE_ONLY_ONE;

    /** One sentence for each fault. */
    List<String> faults(Manifests manifests) {
        return switch (this) {
            case CUSTOM_FIELDS_ARE_WELL_SPELT -> CustomFields.wellSpelt(manifests);
            case CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT -> Containers.restricted(manifests);
            case CONTAINERS_ARE_ASKED_HOW_THEY_ARE -> Containers.probed(manifests);
            case CONTAINERS_SAY_WHAT_THEY_NEED -> Containers.measured(manifests);
            case IMAGES_ARE_OF_ONE_VERSION -> Containers.pinned(manifests);
            case SECRETS_ARE_REFERRED_TO -> Secrets.referred(manifests);
            case SECRETS_ARE_EXPLAINED -> Secrets.explained(manifests);
            case SETTINGS_ARE_TAKEN_BY_THE_CODE -> Settings.taken(manifests.told());
            case SETTINGS_ARE_KNOWN_TO_THE_CODE -> Settings.known(manifests.told());
            case PORTS_ARE_THOSE_OF_THE_CODE -> Settings.ports(manifests);
            case PEERS_ARE_THERE -> Settings.peers(manifests.told(), (from, address) -> manifests.serves(address));
            case NOTHING_IS_REACHED_BY_DEFAULT -> Network.denied(manifests);
            case EVERYBODY_IS_REACHED_BY_WHOM_HE_SERVES -> Network.open(manifests);
            case PROMETHEUS_REACHES_WHAT_IT_WATCHES -> Network.watched(manifests);
            case NOBODY_ELSE_REACHES_A_DATABASE -> Network.closed(manifests);
            case AN_UPGRADE_LOSES_NOTHING -> Rollout.gentle(manifests);
            case INSTANCES_STAND_APART -> Rollout.spread(manifests);
            case CONNECTIONS_SUFFICE -> Databases.connections(manifests);
            case DATABASES_ARE_BACKED_UP -> Databases.backedUp(manifests);
            case WHAT_IS_ACKNOWLEDGED_IS_ON_TWO_DISKS_OR_ON_THE_ONLY_ONE -> Databases.durable(manifests);
        };
    }
}
