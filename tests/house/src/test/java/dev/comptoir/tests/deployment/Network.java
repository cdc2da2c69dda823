package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Connections that the NetworkPolicies of both ends allow (Kubernetes, Network Policies, "The two sorts of pod isolation"). */
final class Network {
    private static final int POSTGRESQL = 5432;
    private static final int POSTGRESQL_METRICS = 9187;

    private Network() {}

    static List<String> denied(Manifests manifests) {
        boolean denied = manifests
                .ofKind("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .anyMatch(spec -> spec.path("podSelector").isEmpty()
                        && spec.path("policyTypes").size() == 2
                        && spec.path("ingress").isMissingNode()
                        && spec.path("egress").isMissingNode());
        return denied ? List.of() : List.of("no policy denies all traffic by default");
    }

    static List<String> connected(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Deployment").forEach(deployment -> {
            String name = Manifests.name(deployment);
            Map<String, String> pod = labels(deployment);
            Settings.read(deployment)
                    .peers()
                    .forEach((peer, address) -> reaches(
                            faults,
                            manifests,
                            name,
                            pod,
                            peer,
                            labels(manifests.one("Deployment", peer)),
                            address.getPort()));
            reaches(faults, manifests, name, pod, name + "-db", database(name + "-db"), POSTGRESQL);
            faults.unless(
                    fromTraefik(manifests, pod, Settings.read(deployment).http().port()),
                    name,
                    "is not reached by Traefik");
        });
        return faults.all();
    }

    static List<String> scraped(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Prometheus").map(Manifests::name).forEach(prometheus -> {
            Map<String, String> pod = Map.of("operator.prometheus.io/name", prometheus);
            manifests
                    .ofKind("Deployment")
                    .forEach(one -> reaches(
                            faults,
                            manifests,
                            prometheus,
                            pod,
                            Manifests.name(one),
                            labels(one),
                            Settings.read(one).http().port()));
            manifests
                    .ofKind("Cluster")
                    .map(Manifests::name)
                    .forEach(
                            one -> reaches(faults, manifests, prometheus, pod, one, database(one), POSTGRESQL_METRICS));
        });
        return faults.all();
    }

    private static void reaches(
            Faults faults,
            Manifests manifests,
            String from,
            Map<String, String> pod,
            String to,
            Map<String, String> other,
            int port) {
        faults.unless(isReached(manifests, pod, other, port), from, "does not reach " + to + " at " + port);
    }

    /** Only the database's own ingress policy counts here, whatever the egress of others allows. */
    static List<String> closed(Manifests manifests) {
        Faults faults = new Faults();
        manifests
                .ofKind("Cluster")
                .map(Manifests::name)
                .forEach(database -> manifests
                        .ofKind("Deployment")
                        .filter(one -> !database.equals(Manifests.name(one) + "-db"))
                        .forEach(other -> faults.unless(
                                !admits(manifests, labels(other), database(database), POSTGRESQL),
                                database,
                                "admits " + Manifests.name(other))));
        return faults.all();
    }

    private static Map<String, String> database(String name) {
        return Map.of("cnpg.io/cluster", name, "cnpg.io/podRole", "instance");
    }

    private static Map<String, String> labels(JsonNode deployment) {
        Map<String, String> labels = new TreeMap<>();
        deployment
                .path("spec")
                .path("template")
                .path("metadata")
                .path("labels")
                .forEachEntry((key, value) -> labels.put(key, value.asString()));
        return labels;
    }

    private static boolean isReached(Manifests manifests, Map<String, String> from, Map<String, String> to, int port) {
        return admits(manifests, from, to, port)
                && rules(manifests, from, "egress").anyMatch(rule -> names(rule, "to", to) && opens(rule, port));
    }

    private static boolean admits(Manifests manifests, Map<String, String> from, Map<String, String> to, int port) {
        return rules(manifests, to, "ingress").anyMatch(rule -> names(rule, "from", from) && opens(rule, port));
    }

    private static boolean fromTraefik(Manifests manifests, Map<String, String> to, int port) {
        return rules(manifests, to, "ingress")
                .filter(rule -> opens(rule, port))
                .flatMap(rule -> rule.path("from").valueStream())
                .anyMatch(peer -> peer.has("namespaceSelector")
                        && selects(peer.path("podSelector"), Map.of("app.kubernetes.io/name", "traefik")));
    }

    /** The rules of all policies that hold for a pod. */
    private static Stream<JsonNode> rules(Manifests manifests, Map<String, String> pod, String direction) {
        return manifests
                .ofKind("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .filter(spec -> selects(spec.path("podSelector"), pod))
                .flatMap(spec -> spec.path(direction).valueStream());
    }

    /** Whether a rule selects a pod of this namespace; a rule without peers selects all. */
    private static boolean names(JsonNode rule, String end, Map<String, String> pod) {
        return !rule.has(end)
                || rule.path(end)
                        .valueStream()
                        .anyMatch(peer ->
                                peer.path("namespaceSelector").isEmpty() && selects(peer.path("podSelector"), pod));
    }

    private static boolean opens(JsonNode rule, int port) {
        return !rule.has("ports")
                || rule.path("ports")
                        .valueStream()
                        .anyMatch(one -> one.path("port").asInt(0) == port);
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        return selector.path("matchLabels")
                        .propertyStream()
                        .allMatch(one -> one.getValue().asString().equals(labels.get(one.getKey())))
                && selector.path("matchExpressions")
                        .valueStream()
                        .allMatch(one -> one.path("operator").asString("").equals("In")
                                && one.path("values")
                                        .valueStream()
                                        .anyMatch(value -> value.asString()
                                                .equals(labels.get(
                                                        one.path("key").asString("")))));
    }
}
