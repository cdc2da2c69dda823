package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tests.deployment.Compose;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Launcher;
import dev.comptoir.tools.cluster.TraefikConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Traefik's routes in Compose equal those of {@link TraefikConfiguration}, and the real Traefik follows them. */
class ComposeRoutesTest {
    private static final String ROUTER = "traefik.http.routers.%s.";
    private static final String BALANCER = "traefik.http.services.%s.loadbalancer.";
    private static final String FILE = "@file";
    private static final Pattern FILTER =
            Pattern.compile("http-request deny unless \\{ method ([A-Z ]+) } \\{ path_reg (\\S+) }");

    @TempDir
    private Path folder;

    @Test
    void middlewaresAndTransportsAreTheSame() {
        JsonNode common = Compose.plain().file("traefik/common.yml").path("http");
        assertThat(common.propertyNames()).containsExactlyInAnyOrder("middlewares", "serversTransports");
        for (String part : common.propertyNames()) {
            assertThat(common.path(part))
                    .as(part)
                    .isEqualTo(Routes.dynamicConfiguration().path(part));
        }
    }

    /** A route without entry points is attached to the default ones. */
    @Test
    void everyRouteIsTheSameExceptForInternalPaths() {
        for (String service : ClusterState.SERVICES) {
            assertThat(Compose.plain().labels(service)).containsExactlyInAnyOrderEntriesOf(labels(service));
        }
        for (String entryPoint : List.of("web", "websecure")) {
            assertThat(fixed().at("/entryPoints/" + entryPoint + "/asDefault").asBoolean(false))
                    .as(entryPoint)
                    .isTrue();
        }
    }

    private static Map<String, String> labels(String service) {
        Map<String, String> labels = new TreeMap<>(Map.of("traefik.enable", "true"));
        for (Routes.Route route : Routes.fromOutside()) {
            if (route.service().equals(service)) {
                labels.put(ROUTER.formatted(route.name()) + "rule", route.rule());
                labels.put(ROUTER.formatted(route.name()) + "middlewares", inFile(route.middlewares()));
            }
        }
        String prefix = BALANCER.formatted(service);
        JsonNode balancer = Routes.balancer();
        labels.put(prefix + "strategy", balancer.path("strategy").asString(""));
        labels.put(
                prefix + "serverstransport",
                inFile(List.of(balancer.path("serversTransport").asString(""))));
        balancer.path("healthCheck")
                .forEachEntry((name, value) ->
                        labels.put(prefix + "healthcheck." + name.toLowerCase(Locale.ROOT), value.asString("")));
        labels.put(prefix + "server.port", Compose.plain().labels(service).getOrDefault(prefix + "server.port", ""));
        return labels;
    }

    private static String inFile(List<String> names) {
        return names.stream().map(name -> name + FILE).collect(Collectors.joining(","));
    }

    private static JsonNode fixed() {
        return Compose.plain().file("traefik/traefik.yml");
    }

    @Test
    void theStaticConfigurationIsTheSame() {
        Set<String> configuration = new TreeSet<>();
        Routes.flatten("-", fixed(), configuration);
        configuration.removeIf(one -> one.replace("-.", "--")
                .matches("--(providers|ping|entryPoints\\.traefik)\\..*|.*\\.(address|asDefault|entryPoint)=.*"));
        assertThat(configuration.stream().map(one -> one.replace("-.", "--")))
                .hasSizeGreaterThan(12)
                .containsExactlyInAnyOrderElementsOf(Routes.staticConfiguration(folder));
        assertThat(fixed().at("/providers/providersThrottleDuration").asString(""))
                .isEqualTo("100ms");
    }

    @Test
    void theRealTraefikRoutesEveryRequestToItsService() throws IOException {
        int port = Launcher.freePort();
        try (Echo first = new Echo("store-1");
                Echo second = new Echo("store-2");
                Echo office = new Echo("headoffice-1");
                Echo unhealthy = new Echo("logistics-1");
                DockerApi docker = new DockerApi(
                        List.of(
                                container("a1", first, true),
                                container("a2", second, true),
                                container("b1", office, true),
                                container("c1", unhealthy, false)),
                        filter());
                RealTraefik traefik = RealTraefik.start(
                        folder, port, List.of("--configFile=" + configuration(docker.address(), port)))) {
            traefik.routes(first, second);
        }
    }

    /** The labels that Compose gives the instance, except for the port. */
    private static DockerApi.Container container(String id, Echo instance, boolean healthy) {
        String service = instance.process.service();
        Map<String, String> labels = new TreeMap<>(Compose.plain().labels(service));
        labels.put(BALANCER.formatted(service) + "server.port", String.valueOf(instance.process.port()));
        String network = fixed().at("/providers/docker/network").asString("");
        return new DockerApi.Container(id, network, healthy, labels);
    }

    /** The files that Traefik reads, with loopback addresses. */
    private Path configuration(String docker, int port) throws IOException {
        Path watched = Files.createDirectory(folder.resolve("watched"));
        Files.writeString(watched.resolve("common.yml"), Compose.text("traefik/common.yml"));
        String text = Compose.text("traefik/traefik.yml")
                .replace("docker-api:2375", docker)
                .replace("/etc/traefik/watched", watched.toString())
                .replace(":8080", "127.0.0.1:" + port)
                .replace(":8443", "127.0.0.1:" + Launcher.freePort())
                .replace(":8082", "127.0.0.1:" + Launcher.freePort());
        return Files.writeString(folder.resolve("traefik.yml"), text);
    }

    private static BiPredicate<String, String> filter() {
        Matcher rule = FILTER.matcher(Compose.text("docker-api/haproxy.cfg"));
        assertThat(rule.find()).as("the rule of the proxy").isTrue();
        Set<String> methods = Set.of(rule.group(1).split(" "));
        Pattern paths = Pattern.compile(rule.group(2));
        return (method, path) -> methods.contains(method) && paths.matcher(path).find();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1.51/containers/create",
        "POST, /v1.51/containers/12ab/exec",
        "POST, /v1.51/containers/json",
        "DELETE, /v1.51/containers/12ab",
        "GET, /v1.51/containers/12ab/archive",
        "GET, /v1.51/containers/12ab/logs",
        "GET, /v1.51/containers/12ab/../../images/json",
        "GET, /v1.51/secrets",
        "GET, /v1.51/info/version",
        "GET, /v1.51/versions",
        "PUT, /v1.51/events"
    })
    void theDockerSocketProxyRefusesEverythingElse(String method, String path) {
        assertThat(filter().test(method, path)).isFalse();
    }
}
