package dev.comptoir.tests.deployment;

import java.util.List;

/** What must hold of the chain on one machine, and Compose does not know. */
enum ComposeRule {
    CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
    CONTAINERS_TAKE_A_BOUNDED_SHARE,
    CONTAINERS_COME_BACK,
    CONTAINERS_ARE_ASKED_HOW_THEY_ARE,
    AN_INSTANCE_HAS_TIME_TO_STOP,
    IMAGES_ARE_OF_ONE_VERSION,
    IMAGES_OF_OURS_ARE_BUILT_HERE,
    MOUNTED_FILES_ARE_THERE_AND_STAY_AS_THEY_ARE,
    FILES_THAT_ARE_NAMED_ARE_MOUNTED,
    GRAFANA_IS_TOLD_WHAT_ITS_FILES_ASK_FOR,
    THE_ENGINE_IS_REACHED_THROUGH_ITS_FILTER_ONLY,
    SECRETS_ARE_REFERRED_TO,
    SECRETS_ARE_MADE_AND_USED,
    SETTINGS_ARE_TAKEN_BY_THE_CODE,
    SETTINGS_ARE_KNOWN_TO_THE_CODE,
    PEERS_ARE_THERE,
    EVERY_ADDRESS_LEADS_TO_WHOM_IT_NAMES,
    PROMETHEUS_WATCHES_EVERYBODY,
    TRAEFIK_FINDS_OURS_AND_NOBODY_ELSE,
    NOBODY_ELSE_REACHES_A_DATABASE,
    ONLY_WHAT_PEOPLE_USE_IS_OPEN;

    /** One sentence for each fault. */
    List<String> faults(Compose compose) {
        return switch (this) {
            case CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT -> Hardening.restricted(compose);
            case CONTAINERS_TAKE_A_BOUNDED_SHARE -> Hardening.bounded(compose);
            case CONTAINERS_COME_BACK -> Hardening.comesBack(compose);
            case CONTAINERS_ARE_ASKED_HOW_THEY_ARE -> Hardening.asked(compose);
            case AN_INSTANCE_HAS_TIME_TO_STOP -> Hardening.hasTimeToStop(compose);
            case IMAGES_ARE_OF_ONE_VERSION -> Images.exact(compose);
            case IMAGES_OF_OURS_ARE_BUILT_HERE -> Images.built(compose);
            case MOUNTED_FILES_ARE_THERE_AND_STAY_AS_THEY_ARE -> Mounts.there(compose);
            case FILES_THAT_ARE_NAMED_ARE_MOUNTED -> Mounts.named(compose);
            case GRAFANA_IS_TOLD_WHAT_ITS_FILES_ASK_FOR -> Mounts.provisioned(compose);
            case THE_ENGINE_IS_REACHED_THROUGH_ITS_FILTER_ONLY -> Mounts.engine(compose);
            case SECRETS_ARE_REFERRED_TO -> SecretFiles.referred(compose);
            case SECRETS_ARE_MADE_AND_USED -> SecretFiles.made(compose);
            case SETTINGS_ARE_TAKEN_BY_THE_CODE -> Settings.taken(compose.told());
            case SETTINGS_ARE_KNOWN_TO_THE_CODE -> Settings.known(compose.told());
            case PEERS_ARE_THERE ->
                Settings.peers(
                        compose.told(),
                        (from, address) -> Addresses.leads(
                                compose, compose.service(from.name()), address.getHost(), address.getPort()));
            case EVERY_ADDRESS_LEADS_TO_WHOM_IT_NAMES -> Addresses.lead(compose);
            case PROMETHEUS_WATCHES_EVERYBODY -> Addresses.everybodyIsWatched(compose);
            case TRAEFIK_FINDS_OURS_AND_NOBODY_ELSE -> Addresses.found(compose);
            case NOBODY_ELSE_REACHES_A_DATABASE -> Networks.closed(compose);
            case ONLY_WHAT_PEOPLE_USE_IS_OPEN -> Networks.published(compose);
        };
    }
}
