package dev.comptoir.tests.deployment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One of compose.yaml's services. */
record Service(String name, JsonNode definition) {
    private static final Path SECRETS = Path.of("/run/secrets");

    /** Its image has no HTTP client; the probe of Traefik covers it. */
    private static final String WITHOUT_PROBE = "docker-api";

    String title() {
        return "service " + name;
    }

    String image() {
        return definition.path("image").asString("");
    }

    Set<String> networks() {
        return new TreeSet<>(definition.path("networks").propertyNames());
    }

    boolean sharesNetworkWith(Service other) {
        return !Collections.disjoint(networks(), other.networks());
    }

    /** A service that names no grace period gets Compose's default of 10 s. */
    DeployedService deployed() {
        String grace = definition.path("stop_grace_period").asString("10s").toUpperCase(Locale.ROOT);
        return new DeployedService(title(), name, pairs("environment"), secretFiles(), Duration.parse("PT" + grace));
    }

    Map<String, String> pairs(String field) {
        Map<String, String> pairs = new TreeMap<>();
        definition.path(field).forEachEntry((key, value) -> pairs.put(key, value.asString("")));
        return pairs;
    }

    Stream<String> secrets() {
        return definition
                .path("secrets")
                .valueStream()
                .map(one -> one.path("source").asString(""));
    }

    private Set<String> secretFiles() {
        return definition
                .path("secrets")
                .valueStream()
                .map(one -> SECRETS.resolve(one.path("target").asString("")).toString())
                .collect(Collectors.toSet());
    }

    /** Its bind mounts. */
    Stream<JsonNode> mounts() {
        return definition
                .path("volumes")
                .valueStream()
                .filter(one -> one.path("type").asString("").equals("bind"));
    }

    /** The words of its entry point, command, health check and variables. */
    Stream<String> words() {
        Stream<JsonNode> words = Stream.of("/entrypoint", "/command", "/healthcheck/test")
                .flatMap(place -> definition.at(place).valueStream());
        return Stream.concat(words, definition.path("environment").valueStream())
                .map(word -> word.asString(""));
    }

    static void withoutProbe(Compose compose, Faults faults) {
        compose.services().forEach(one -> {
            boolean exempt = one.definition.has("profiles") || one.name.equals(WITHOUT_PROBE);
            faults.unless(exempt || one.hasProbe(), one.title(), "has no health probe");
            one.definition
                    .path("depends_on")
                    .forEachEntry((other, dependency) -> faults.unless(
                            !dependency.path("condition").asString("").equals("service_healthy")
                                    || compose.service(other).hasProbe(),
                            one.title(),
                            "waits for the health of " + other));
        });
    }

    /** Our images have the probe of the Dockerfile. */
    private boolean hasProbe() {
        JsonNode check = definition.path("healthcheck");
        List<String> test =
                check.path("test").valueStream().map(JsonNode::asString).toList();
        if (check.path("disable").asBoolean(false) || test.contains("NONE")) {
            return false;
        }
        return !test.isEmpty()
                || (image().startsWith("comptoir/")
                        && Dockerfile.ours()
                                .stage(definition.at("/build/target").asString(""))
                                .hasHealthCheck());
    }
}
