package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.function.BiConsumer;

/** Rules that every overlay keeps, beyond the Kubernetes schemas: those of kubernetes-rules.txt, and computed ones. */
enum KubernetesRule {
    CUSTOM_FIELDS_ARE_SPELT_CORRECTLY(CustomFields::unknown),
    CONTAINERS_RUN_WITH_LEAST_PRIVILEGE,
    CONTAINERS_HAVE_HEALTH_PROBES,
    CONTAINERS_DECLARE_RESOURCES,
    IMAGES_ARE_PINNED,
    SECRETS_ARE_REFERENCED_NOT_INLINED(Secrets::inlined),
    SECRETS_ARE_DOCUMENTED(Secrets::undocumented),
    SETTINGS_ARE_VALID(Settings::invalid),
    SETTINGS_ARE_READ_BY_THE_CODE(Settings::unread),
    PORTS_MATCH_THE_CODE,
    PEERS_EXIST(Settings::missingPeers),
    TRAFFIC_IS_DENIED_BY_DEFAULT(Network::allowed),
    CLIENTS_REACH_THEIR_SERVERS(Network::unreachable),
    PROMETHEUS_REACHES_ITS_TARGETS(Network::notScraped),
    DATABASES_ACCEPT_THEIR_SERVICE_ONLY(Network::openDatabases),
    ROLLING_UPGRADES_DROP_NO_REQUEST(Availability::interrupted),
    INSTANCES_ARE_SPREAD_OVER_NODES,
    DATABASE_CONNECTIONS_SUFFICE(Availability::tooFewConnections),
    DATABASES_ARE_BACKED_UP(Availability::withoutBackup),
    COMMITS_ARE_DURABLE;

    // The functions have no state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiConsumer<Manifests, Faults> computed;

    KubernetesRule() {
        this((manifests, faults) -> {});
    }

    KubernetesRule(BiConsumer<Manifests, Faults> computed) {
        this.computed = computed;
    }

    /** The faults, one sentence each. */
    List<String> faults(Manifests manifests) {
        Faults faults = new Faults();
        Requirement.check("kubernetes-rules.txt", this, manifests, faults);
        computed.accept(manifests, faults);
        return faults.all();
    }
}
