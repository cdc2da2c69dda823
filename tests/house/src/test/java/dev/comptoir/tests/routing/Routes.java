package dev.comptoir.tests.routing;

import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Database;
import dev.comptoir.tools.cluster.TraefikConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The routes of {@link TraefikConfiguration}, with which the files of deploy/ must agree. */
final class Routes {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String WITHOUT_INTERNAL_PATHS = " && !PathPrefix(`/%s/internal`)";
    private static final ClusterState TWO_STORES = new ClusterState(
            new ClusterState.Ports(1, 2, 3),
            Balancing.DEFAULT,
            Optional.empty(),
            Database.on("127.0.0.1:6", Optional.empty()),
            List.of(new ClusterProcess("store-1", "store", 4, 0, 0), new ClusterProcess("store-2", "store", 5, 0, 0)));

    /** @param name {@code store-repeatable} or {@code store} */
    record Route(String name, String service, String rule, List<String> middlewares) {}

    private Routes() {}

    /** The dynamic configuration. */
    static JsonNode dynamicConfiguration() {
        return YAML.readTree(TraefikConfiguration.dynamicFile(TWO_STORES)).path("http");
    }

    /** The load balancer of two instances. */
    static JsonNode balancer() {
        return dynamicConfiguration().path("services").path("store").path("loadBalancer");
    }

    /** Without internal paths: events are delivered without Traefik. */
    static List<Route> fromOutside() {
        List<Route> routes = new ArrayList<>();
        for (String service : ClusterState.SERVICES) {
            for (String name : List.of(service + "-repeatable", service)) {
                JsonNode router = dynamicConfiguration().path("routers").path(name);
                String prefix = "PathPrefix(`/" + service + "`)";
                String rule = router.path("rule")
                        .asString("")
                        .replace(prefix, prefix + WITHOUT_INTERNAL_PATHS.formatted(service))
                        .replace(" || Path(`/" + service + "/internal/v1/events`)", "");
                routes.add(new Route(name, service, rule, texts(router.path("middlewares"))));
            }
        }
        return routes;
    }

    /** The static configuration except for addresses and files: {@code --log.level=INFO}. */
    static Set<String> staticConfiguration(Path folder) {
        JsonNode fixed = YAML.readTree(TraefikConfiguration.staticFile(TWO_STORES, folder));
        Set<String> configuration = new TreeSet<>();
        for (String part : List.of("global", "log", "metrics", "accessLog")) {
            flatten("--" + part, fixed.path(part), configuration);
        }
        for (String entryPoint : List.of("web", "websecure")) {
            flatten("--entryPoints." + entryPoint, fixed.path("entryPoints").path("web"), configuration);
        }
        configuration.removeIf(one -> one.matches(".*(\\.address|\\.entryPoint|\\.filePath)=.*"));
        return configuration;
    }

    static void flatten(String name, JsonNode node, Set<String> into) {
        if (node.isObject()) {
            node.forEachEntry((key, value) -> flatten(name + "." + key, value, into));
        } else {
            into.add(name + "=" + (node.isArray() ? String.join(",", texts(node)) : node.asString()));
        }
    }

    static List<String> texts(JsonNode some) {
        return some.valueStream().map(JsonNode::asString).toList();
    }
}
