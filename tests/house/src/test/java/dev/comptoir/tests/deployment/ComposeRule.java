package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.function.BiConsumer;

/** Rules that the Compose files keep, beyond what Compose checks: those of compose-rules.txt, and computed ones. */
enum ComposeRule {
    CONTAINERS_RUN_WITH_LEAST_PRIVILEGE,
    CONTAINERS_HAVE_RESOURCE_LIMITS,
    CONTAINERS_RESTART,
    CONTAINERS_HAVE_HEALTH_PROBES(Service::withoutProbe),
    INSTANCES_HAVE_TIME_TO_DRAIN(Settings::killedTooEarly),
    IMAGES_ARE_PINNED,
    OWN_IMAGES_ARE_BUILT_FROM_THIS_REPOSITORY,
    MOUNTED_FILES_EXIST_AND_ARE_READ_ONLY(Mounts::missingOrWritable),
    REFERENCED_FILES_ARE_MOUNTED(Mounts::unmounted),
    GRAFANA_HAS_THE_VARIABLES_THAT_ITS_FILES_USE(Mounts::undefinedVariables),
    THE_DOCKER_SOCKET_IS_REACHED_THROUGH_ITS_PROXY_ONLY(Mounts::exposedSocket),
    SECRETS_ARE_REFERENCED_NOT_INLINED(Secrets::exposed),
    SECRETS_ARE_GENERATED_AND_USED(Secrets::notGeneratedOrUnused),
    SETTINGS_ARE_VALID(Settings::invalid),
    SETTINGS_ARE_READ_BY_THE_CODE(Settings::unread),
    PEERS_EXIST(Settings::missingPeers),
    ADDRESSES_RESOLVE(Addresses::unresolved),
    PROMETHEUS_SCRAPES_EVERY_SERVICE(Addresses::notScraped),
    TRAEFIK_ROUTES_TO_OWN_SERVICES_ONLY(Addresses::unroutable),
    DATABASES_ACCEPT_THEIR_SERVICE_ONLY(Addresses::openDatabases),
    ONLY_PUBLIC_PORTS_ARE_PUBLISHED(Addresses::wronglyPublished);

    // The functions have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiConsumer<Compose, Faults> computed;

    ComposeRule() {
        this((compose, faults) -> {});
    }

    ComposeRule(BiConsumer<Compose, Faults> computed) {
        this.computed = computed;
    }

    /** The faults, one sentence each. */
    List<String> faults(Compose compose) {
        Faults faults = new Faults();
        Requirement.check("compose-rules.txt", this, compose, faults);
        computed.accept(compose, faults);
        return faults.all();
    }
}
