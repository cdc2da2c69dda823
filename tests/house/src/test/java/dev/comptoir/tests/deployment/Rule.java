package dev.comptoir.tests.deployment;

import java.util.List;

/** Rules that every overlay keeps, beyond what the Kubernetes schemas check. */
enum Rule {
    CUSTOM_FIELDS_ARE_SPELT_CORRECTLY,
    CONTAINERS_RUN_WITH_LEAST_PRIVILEGE,
    CONTAINERS_HAVE_HEALTH_PROBES,
    CONTAINERS_DECLARE_RESOURCES,
    IMAGES_ARE_PINNED,
    SECRETS_ARE_REFERENCED_NOT_INLINED,
    SECRETS_ARE_DOCUMENTED,
    SETTINGS_ARE_VALID,
    SETTINGS_ARE_READ_BY_THE_CODE,
    PORTS_MATCH_THE_CODE,
    PEERS_EXIST,
    TRAFFIC_IS_DENIED_BY_DEFAULT,
    CLIENTS_REACH_THEIR_SERVERS,
    PROMETHEUS_REACHES_ITS_TARGETS,
    DATABASES_ACCEPT_THEIR_SERVICE_ONLY,
    ROLLING_UPGRADES_DROP_NO_REQUEST,
    INSTANCES_ARE_SPREAD_OVER_NODES,
    DATABASE_CONNECTIONS_SUFFICE,
    DATABASES_ARE_BACKED_UP,
    COMMITS_ARE_DURABLE;

    /** The faults, one sentence each. */
    List<String> faults(Manifests manifests) {
        return switch (this) {
            case CUSTOM_FIELDS_ARE_SPELT_CORRECTLY -> CustomFields.spelt(manifests);
            case CONTAINERS_RUN_WITH_LEAST_PRIVILEGE -> Containers.restricted(manifests);
            case CONTAINERS_HAVE_HEALTH_PROBES -> Containers.probed(manifests);
            case CONTAINERS_DECLARE_RESOURCES -> Containers.sized(manifests);
            case IMAGES_ARE_PINNED -> Containers.pinned(manifests);
            case SECRETS_ARE_REFERENCED_NOT_INLINED -> Secrets.referenced(manifests);
            case SECRETS_ARE_DOCUMENTED -> Secrets.documented(manifests);
            case SETTINGS_ARE_VALID -> Settings.valid(manifests.environment());
            case SETTINGS_ARE_READ_BY_THE_CODE -> Settings.read(manifests.environment());
            case PORTS_MATCH_THE_CODE -> Settings.ports(manifests);
            case PEERS_EXIST -> Settings.peers(manifests.environment(), (from, address) -> manifests.serves(address));
            case TRAFFIC_IS_DENIED_BY_DEFAULT -> Network.denied(manifests);
            case CLIENTS_REACH_THEIR_SERVERS -> Network.connected(manifests);
            case PROMETHEUS_REACHES_ITS_TARGETS -> Network.scraped(manifests);
            case DATABASES_ACCEPT_THEIR_SERVICE_ONLY -> Network.closed(manifests);
            case ROLLING_UPGRADES_DROP_NO_REQUEST -> Rollout.seamless(manifests);
            case INSTANCES_ARE_SPREAD_OVER_NODES -> Rollout.spread(manifests);
            case DATABASE_CONNECTIONS_SUFFICE -> Databases.connections(manifests);
            case DATABASES_ARE_BACKED_UP -> Databases.backedUp(manifests);
            case COMMITS_ARE_DURABLE -> Databases.durable(manifests);
        };
    }
}
