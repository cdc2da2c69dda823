package dev.comptoir.tests.deployment;

import java.util.List;

/** Rules that the Compose files keep, beyond what Compose checks. */
enum ComposeRule {
    CONTAINERS_RUN_WITH_LEAST_PRIVILEGE,
    CONTAINERS_HAVE_RESOURCE_LIMITS,
    CONTAINERS_RESTART,
    CONTAINERS_HAVE_HEALTH_PROBES,
    INSTANCES_HAVE_TIME_TO_DRAIN,
    IMAGES_ARE_PINNED,
    OWN_IMAGES_ARE_BUILT_FROM_THIS_REPOSITORY,
    MOUNTED_FILES_EXIST_AND_ARE_READ_ONLY,
    REFERENCED_FILES_ARE_MOUNTED,
    GRAFANA_HAS_THE_VARIABLES_THAT_ITS_FILES_USE,
    THE_DOCKER_SOCKET_IS_REACHED_THROUGH_ITS_PROXY_ONLY,
    SECRETS_ARE_REFERENCED_NOT_INLINED,
    SECRETS_ARE_GENERATED_AND_USED,
    SETTINGS_ARE_VALID,
    SETTINGS_ARE_READ_BY_THE_CODE,
    PEERS_EXIST,
    ADDRESSES_RESOLVE,
    PROMETHEUS_SCRAPES_EVERY_SERVICE,
    TRAEFIK_ROUTES_TO_OWN_SERVICES_ONLY,
    DATABASES_ACCEPT_THEIR_SERVICE_ONLY,
    ONLY_PUBLIC_PORTS_ARE_PUBLISHED;

    /** The faults, one sentence each. */
    List<String> faults(Compose compose) {
        return switch (this) {
            case CONTAINERS_RUN_WITH_LEAST_PRIVILEGE -> Hardening.restricted(compose);
            case CONTAINERS_HAVE_RESOURCE_LIMITS -> Hardening.bounded(compose);
            case CONTAINERS_RESTART -> Hardening.restarts(compose);
            case CONTAINERS_HAVE_HEALTH_PROBES -> Hardening.probed(compose);
            case INSTANCES_HAVE_TIME_TO_DRAIN -> Hardening.hasTimeToStop(compose);
            case IMAGES_ARE_PINNED -> Images.exact(compose);
            case OWN_IMAGES_ARE_BUILT_FROM_THIS_REPOSITORY -> Images.built(compose);
            case MOUNTED_FILES_EXIST_AND_ARE_READ_ONLY -> Mounts.present(compose);
            case REFERENCED_FILES_ARE_MOUNTED -> Mounts.referenced(compose);
            case GRAFANA_HAS_THE_VARIABLES_THAT_ITS_FILES_USE -> Mounts.provisioned(compose);
            case THE_DOCKER_SOCKET_IS_REACHED_THROUGH_ITS_PROXY_ONLY -> Mounts.engine(compose);
            case SECRETS_ARE_REFERENCED_NOT_INLINED -> SecretFiles.referenced(compose);
            case SECRETS_ARE_GENERATED_AND_USED -> SecretFiles.generated(compose);
            case SETTINGS_ARE_VALID -> Settings.valid(compose.environment());
            case SETTINGS_ARE_READ_BY_THE_CODE -> Settings.read(compose.environment());
            case PEERS_EXIST ->
                Settings.peers(
                        compose.environment(),
                        (from, address) -> Addresses.resolves(
                                compose, compose.service(from.name()), address.getHost(), address.getPort()));
            case ADDRESSES_RESOLVE -> Addresses.resolve(compose);
            case PROMETHEUS_SCRAPES_EVERY_SERVICE -> Addresses.everyServiceIsScraped(compose);
            case TRAEFIK_ROUTES_TO_OWN_SERVICES_ONLY -> Addresses.routed(compose);
            case DATABASES_ACCEPT_THEIR_SERVICE_ONLY -> Networks.closed(compose);
            case ONLY_PUBLIC_PORTS_ARE_PUBLISHED -> Networks.published(compose);
        };
    }
}
