package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tests.deployment.Manifests;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.Launcher;
import dev.comptoir.tools.cluster.TraefikConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Traefik's routes in Kubernetes equal those of {@link TraefikConfiguration}, and the real Traefik follows them. */
class KubernetesRoutesTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String HOST = "Host(`comptoir.example`) && ";

    @TempDir
    private Path folder;

    private static JsonNode spec(String kind, String name) {
        return Manifests.of("chain").one(kind, name).path("spec");
    }

    @Test
    void middlewaresAndTransportsAreTheSame() {
        Routes.dynamicConfiguration()
                .path("middlewares")
                .forEachEntry((name, middleware) ->
                        assertThat(spec("Middleware", name)).as(name).isEqualTo(middleware));
        assertThat(spec("ServersTransport", "comptoir"))
                .isEqualTo(
                        Routes.dynamicConfiguration().path("serversTransports").path("comptoir"));
    }

    @Test
    void everyRouteIsTheSameExceptForTheHostAndInternalPaths() {
        JsonNode routes = spec("IngressRoute", "comptoir").path("routes");
        List<String> configuration = Routes.fromOutside().stream()
                .map(route -> HOST + route.rule() + " " + route.middlewares())
                .toList();
        assertThat(routes.valueStream()
                        .map(route -> route.path("match").asString("") + " "
                                + route.path("middlewares").findValuesAsString("name")))
                .containsExactlyElementsOf(configuration);
        assertThat(routes).allSatisfy(route -> {
            JsonNode service = route.path("services").path(0);
            assertThat(service.path("strategy").asString("")).isEqualTo("p2c");
            assertThat(service.path("serversTransport").asString("")).isEqualTo("comptoir");
        });
    }

    @Test
    void theStaticConfigurationIsTheSame() throws IOException {
        assertThat(arguments()).containsAll(Routes.staticConfiguration(folder)).hasSizeGreaterThan(12);
    }

    private static List<String> arguments() throws IOException {
        return Routes.texts(YAML.readTree(Files.readString(Path.of("../../deploy/kubernetes/traefik-values.yaml")))
                .path("additionalArguments"));
    }

    @Test
    void theRealTraefikRoutesEveryRequestToItsService() throws IOException {
        int port = Launcher.freePort();
        int plain = Launcher.freePort();
        try (Echo first = new Echo("store-1");
                Echo second = new Echo("store-2");
                Echo office = new Echo("headoffice-1");
                KubernetesApi kubernetes = new KubernetesApi(objects(first, second, office))) {
            try (RealTraefik traefik = RealTraefik.start(folder, port, arguments(kubernetes, port, plain))) {
                traefik.routes(first, second);
                assertThat(TestHttp.of("http://127.0.0.1:" + plain)
                                .get("/store/any")
                                .status())
                        .isEqualTo(301);
            }
        }
    }

    private static List<String> arguments(KubernetesApi kubernetes, int port, int plain) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--entryPoints.web.address=127.0.0.1:" + plain,
                "--entryPoints.websecure.address=127.0.0.1:" + port,
                "--providers.kubernetesCRD.endpoint=" + kubernetes.address(),
                "--providers.kubernetesCRD.token=none"));
        all.addAll(arguments());
        return all;
    }

    /** The overlay's objects with a loopback host and without certificates. */
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
            objects.add(endpoint(instance.process));
        }
        return objects;
    }

    private static JsonNode endpoint(ClusterProcess instance) {
        return YAML.readTree("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, namespace: comptoir, labels: {kubernetes.io/service-name: %s}}
                addressType: IPv4
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                ports: [{name: http, port: %d, protocol: TCP}]
                """.formatted(instance.name(), instance.service(), instance.port()));
    }
}
