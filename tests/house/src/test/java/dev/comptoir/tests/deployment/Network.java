package dev.comptoir.tests.deployment;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Connections that the NetworkPolicies of both ends allow (Kubernetes, Network Policies, "The two sorts of pod isolation"). */
record Network(List<JsonNode> policies) {
    private static final int POSTGRESQL = 5432;
    private static final int POSTGRESQL_METRICS = 9187;
    private static final Map<String, String> TRAEFIK = Map.of("app.kubernetes.io/name", "traefik");

    private record Pod(String name, Map<String, String> labels) {

        static Pod of(JsonNode deployment) {
            Map<String, String> labels = new TreeMap<>();
            deployment
                    .at("/spec/template/metadata/labels")
                    .forEachEntry((key, value) -> labels.put(key, value.asString()));
            return new Pod(Manifests.name(deployment), labels);
        }

        static Pod database(String cluster) {
            return new Pod(cluster, Map.of("cnpg.io/cluster", cluster, "cnpg.io/podRole", "instance"));
        }
    }

    private static Network of(Manifests manifests) {
        return new Network(manifests
                .ofKind("NetworkPolicy")
                .map(policy -> policy.path("spec"))
                .toList());
    }

    static void allowed(Manifests manifests, Faults faults) {
        boolean denied = of(manifests).policies.stream()
                .anyMatch(spec -> spec.path("podSelector").isEmpty()
                        && spec.path("policyTypes").size() == 2
                        && !spec.has("ingress")
                        && !spec.has("egress"));
        faults.unless(denied, "no policy", "denies all traffic by default");
    }

    static void unreachable(Manifests manifests, Faults faults) {
        Network network = of(manifests);
        manifests.ofKind("Deployment").forEach(deployment -> {
            Pod pod = Pod.of(deployment);
            Map<String, URI> peers = Settings.read(deployment).peers();
            peers.forEach((peer, address) ->
                    network.reaches(faults, pod, Pod.of(manifests.one("Deployment", peer)), address.getPort()));
            network.reaches(faults, pod, Pod.database(pod.name + "-db"), POSTGRESQL);
            faults.unless(
                    network.admitsTraefik(pod, Settings.read(deployment).http().port()),
                    pod.name,
                    "is not reached by Traefik");
        });
    }

    static void notScraped(Manifests manifests, Faults faults) {
        Network network = of(manifests);
        manifests.ofKind("Prometheus").map(Manifests::name).forEach(name -> {
            Pod prometheus = new Pod(name, Map.of("operator.prometheus.io/name", name));
            manifests
                    .ofKind("Deployment")
                    .forEach(one -> network.reaches(
                            faults,
                            prometheus,
                            Pod.of(one),
                            Settings.read(one).http().port()));
            databases(manifests).forEach(one -> network.reaches(faults, prometheus, one, POSTGRESQL_METRICS));
        });
    }

    private static Stream<Pod> databases(Manifests manifests) {
        return manifests.ofKind("Cluster").map(Manifests::name).map(Pod::database);
    }

    private void reaches(Faults faults, Pod from, Pod to, int port) {
        boolean leaves = rules(from, "egress").anyMatch(rule -> names(rule, "to", to) && opens(rule, port));
        faults.unless(leaves && admits(to, from, port), from.name, "does not reach " + to.name + " at " + port);
    }

    /** Only the database's own ingress policy counts here, whatever the egress of others allows. */
    static void openDatabases(Manifests manifests, Faults faults) {
        Network network = of(manifests);
        databases(manifests)
                .forEach(database -> manifests
                        .ofKind("Deployment")
                        .map(Pod::of)
                        .filter(other -> !database.name.equals(other.name + "-db"))
                        .forEach(other -> faults.unless(
                                !network.admits(database, other, POSTGRESQL), database.name, "admits " + other.name)));
    }

    private boolean admits(Pod to, Pod from, int port) {
        return rules(to, "ingress").anyMatch(rule -> names(rule, "from", from) && opens(rule, port));
    }

    private boolean admitsTraefik(Pod to, int port) {
        return rules(to, "ingress")
                .filter(rule -> opens(rule, port))
                .flatMap(rule -> rule.path("from").valueStream())
                .anyMatch(peer -> peer.has("namespaceSelector") && selects(peer.path("podSelector"), TRAEFIK));
    }

    /** The rules of all policies that hold for a pod. */
    private Stream<JsonNode> rules(Pod pod, String direction) {
        return policies.stream()
                .filter(spec -> selects(spec.path("podSelector"), pod.labels))
                .flatMap(spec -> spec.path(direction).valueStream());
    }

    /** Whether a rule selects a pod of this namespace; a rule without peers selects all. */
    private static boolean names(JsonNode rule, String end, Pod pod) {
        return !rule.has(end)
                || rule.path(end)
                        .valueStream()
                        .anyMatch(peer -> peer.path("namespaceSelector").isEmpty()
                                && selects(peer.path("podSelector"), pod.labels));
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
                && selector.path("matchExpressions").valueStream().allMatch(one -> isMet(one, labels));
    }

    private static boolean isMet(JsonNode expression, Map<String, String> labels) {
        String label = labels.getOrDefault(expression.path("key").asString(""), "");
        return expression.path("operator").asString("").equals("In")
                && expression
                        .path("values")
                        .valueStream()
                        .map(JsonNode::asString)
                        .anyMatch(label::equals);
    }
}
