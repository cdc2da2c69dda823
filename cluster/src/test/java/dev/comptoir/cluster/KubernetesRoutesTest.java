package dev.comptoir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.cluster.deploy.Manifests;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Traefik's routes in Kubernetes: told the same as {@link TraefikFiles} tells it, and understood by the real one. */
class KubernetesRoutesTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String HOST = "Host(`comptoir.example`) && ";
    private static final String NOTHING_INTERNAL = " && !PathPrefix(`/%s/internal`)";
    private static final ClusterState ONE_INSTANCE =
            new ClusterState(1, 2, 3, Strategy.p2c, Map.of(), "", "", Map.of(), "", List.of());

    @TempDir
    private Path folder;

    private static JsonNode watched() {
        return YAML.readTree(TraefikFiles.watched(ONE_INSTANCE)).path("http");
    }

    private static JsonNode spec(String kind, String name) {
        return Manifests.of("chain").one(kind, name).path("spec");
    }

    @Test
    void whatIsDoneWithARequestIsTheSame() {
        watched()
                .path("middlewares")
                .forEachEntry((name, middleware) ->
                        assertThat(spec("Middleware", name)).as(name).isEqualTo(middleware));
        assertThat(spec("ServersTransport", "comptoir"))
                .isEqualTo(watched().path("serversTransports").path("comptoir"));
    }

    @Test
    void everyRouteIsTheSameButForTheNameThatIsAskedAndWhatIsInternal() {
        JsonNode routes = spec("IngressRoute", "comptoir").path("routes");
        List<String> told = new ArrayList<>();
        for (String service : ClusterState.SERVICES) {
            for (String router : List.of(service + "-repeatable", service)) {
                JsonNode file = watched().path("routers").path(router);
                told.add(rule(service, file.path("rule").asString("")) + " " + names(file.path("middlewares")));
            }
        }
        assertThat(routes.valueStream()
                        .map(route -> route.path("match").asString("") + " "
                                + route.path("middlewares").findValuesAsString("name")))
                .containsExactlyElementsOf(told);
        assertThat(routes).allSatisfy(route -> {
            JsonNode service = route.path("services").path(0);
            assertThat(service.path("strategy").asString("")).isEqualTo("p2c");
            assertThat(service.path("serversTransport").asString("")).isEqualTo("comptoir");
        });
    }

    /** Events come from inside, without Traefik. */
    private static String rule(String service, String rule) {
        String prefix = "PathPrefix(`/" + service + "`)";
        return HOST
                + rule.replace(prefix, prefix + NOTHING_INTERNAL.formatted(service))
                        .replace(" || Path(`/" + service + "/internal/v1/events`)", "");
    }

    private static List<String> names(JsonNode some) {
        return some.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void whatTraefikIsToldAtItsStartIsTheSame() throws IOException {
        Set<String> told = new TreeSet<>();
        JsonNode fixed = YAML.readTree(TraefikFiles.fixed(ONE_INSTANCE, folder));
        for (String part : List.of("global", "log", "metrics", "accessLog")) {
            flatten("--" + part, fixed.path(part), told);
        }
        for (String door : List.of("web", "websecure")) {
            flatten("--entryPoints." + door, fixed.path("entryPoints").path("web"), told);
        }
        told.removeIf(one -> one.matches(".*(\\.address|\\.entryPoint|\\.filePath)=.*"));
        assertThat(told).hasSizeGreaterThan(12);
        assertThat(arguments()).containsAll(told);
    }

    private static void flatten(String name, JsonNode node, Set<String> into) {
        if (node.isObject()) {
            node.forEachEntry((key, value) -> flatten(name + "." + key, value, into));
        } else {
            into.add(name + "=" + (node.isArray() ? String.join(",", names(node)) : node.asString()));
        }
    }

    private static List<String> arguments() throws IOException {
        return names(YAML.readTree(Files.readString(Path.of("../deploy/kubernetes/traefik-values.yaml")))
                .path("additionalArguments"));
    }

    @Test
    void theRealTraefikLeadsEverybodyWhereHeBelongs() throws IOException {
        int port = Launcher.freePort();
        int plain = Launcher.freePort();
        try (Echo first = new Echo("store-1");
                Echo second = new Echo("store-2");
                Echo office = new Echo("headoffice-1");
                KubernetesApi kubernetes = new KubernetesApi(objects(first, second, office))) {
            Process traefik = start(kubernetes, port, plain);
            try {
                TestHttp http = TestHttp.of("http://127.0.0.1:" + port);
                Awaitility.await().until(() -> isUp(http));
                leads(http, first, second);
                assertThat(TestHttp.of("http://127.0.0.1:" + plain)
                                .get("/store/any")
                                .status())
                        .isEqualTo(301);
            } finally {
                traefik.destroyForcibly();
            }
        }
    }

    private static boolean isUp(TestHttp http) {
        try {
            return http.get("/headoffice/any").status() == 200;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private static void leads(TestHttp http, Echo first, Echo second) {
        assertThat(http.get("/headoffice/any").body()).contains("headoffice-1");
        assertThat(http.get("/store/internal/v1/keys").status()).isEqualTo(404);
        assertThat(http.get("/elsewhere").status()).isEqualTo(404);
        assertThat(http.get("/logistics/any").status())
                .as("without an instance")
                .isEqualTo(503);
        Stream.of(first, second).forEach(one -> one.served.set(0));
        for (int request = 0; request < 20; request++) {
            first.breaks.set(1);
            assertThat(http.get("/store/any").status()).isEqualTo(200);
        }
        assertThat(first.served.get()).as("broken off and asked of another").isPositive();
        assertThat(first.served.get() + second.served.get()).isGreaterThan(20);
        Stream.of(first, second).forEach(one -> one.breaks.set(1));
        assertThat(http.send("POST", "/store/api/v1/sales", "{}").status())
                .as("what may not arrive twice")
                .isEqualTo(502);
    }

    private Process start(KubernetesApi kubernetes, int port, int plain) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                TraefikProgram.find(Path.of("../data/tools")).toString(),
                "--entryPoints.web.address=127.0.0.1:" + plain,
                "--entryPoints.websecure.address=127.0.0.1:" + port,
                "--providers.kubernetesCRD.endpoint=" + kubernetes.address(),
                "--providers.kubernetesCRD.token=none"));
        command.addAll(arguments());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("traefik.log").toFile())
                .start();
    }

    /** The overlay's objects under this machine's name; certificates are for others to try. */
    private static List<JsonNode> objects(Echo... instances) {
        List<JsonNode> objects = new ArrayList<>();
        for (ObjectNode one : Manifests.of("chain").all()) {
            ObjectNode object =
                    (ObjectNode) YAML.readTree(YAML.writeValueAsString(one).replace("comptoir.example", "127.0.0.1"));
            if (Manifests.title(object).equals("IngressRoute comptoir")) {
                ((ObjectNode) object.path("spec")).remove("tls");
            }
            objects.add(object);
        }
        for (Echo instance : instances) {
            objects.add(endpoint(instance.running));
        }
        return objects;
    }

    private static JsonNode endpoint(Running instance) {
        return new JsonMapper()
                .valueToTree(Map.of(
                        "apiVersion",
                        "discovery.k8s.io/v1",
                        "kind",
                        "EndpointSlice",
                        "metadata",
                        Map.of(
                                "name",
                                instance.name(),
                                "namespace",
                                "comptoir",
                                "labels",
                                Map.of("kubernetes.io/service-name", instance.service())),
                        "addressType",
                        "IPv4",
                        "endpoints",
                        List.of(Map.of("addresses", List.of("127.0.0.1"), "conditions", Map.of("ready", true))),
                        "ports",
                        List.of(Map.of("name", "http", "port", instance.port(), "protocol", "TCP"))));
    }
}
