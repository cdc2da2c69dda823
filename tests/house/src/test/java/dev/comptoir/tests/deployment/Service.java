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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One of compose.yaml's services. */
record Service(String name, JsonNode definition) {
    private static final Path SECRETS = Path.of("/run/secrets");

    String title() {
        return "service " + name;
    }

    String image() {
        return definition.path("image").asString("");
    }

    /** Built from this project's Dockerfile. */
    boolean isOurs() {
        return image().startsWith(Images.OURS);
    }

    /** The Dockerfile stage that builds its image. */
    Dockerfile.Stage stage() {
        return Dockerfile.ours().stage(definition.path("build").path("target").asString(""));
    }

    /** Compose's default is 10 s. */
    Duration stopGrace() {
        return Duration.parse(
                "PT" + definition.path("stop_grace_period").asString("10s").toUpperCase(Locale.ROOT));
    }

    /** Started by hand, not with the stack. */
    boolean byHand() {
        return definition.has("profiles");
    }

    Set<String> networks() {
        return new TreeSet<>(definition.path("networks").propertyNames());
    }

    boolean sharesWith(Service other) {
        return !Collections.disjoint(networks(), other.networks());
    }

    ContainerEnvironment environment() {
        return new ContainerEnvironment(title(), name, pairs("environment"), secretFiles());
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
        Set<String> files = new TreeSet<>();
        definition
                .path("secrets")
                .forEach(one -> files.add(
                        SECRETS.resolve(one.path("target").asString("")).toString()));
        return files;
    }

    /** Its bind mounts. */
    Stream<JsonNode> mounts() {
        return definition
                .path("volumes")
                .valueStream()
                .filter(one -> one.path("type").asString("").equals("bind"));
    }

    Stream<String> dependencies(String condition) {
        return definition
                .path("depends_on")
                .propertyStream()
                .filter(one -> one.getValue().path("condition").asString("").equals(condition))
                .map(Map.Entry::getKey);
    }

    /** The words of its entry point, command and health check. */
    List<String> words() {
        return Stream.of(
                        definition.path("entrypoint"),
                        definition.path("command"),
                        definition.path("healthcheck").path("test"))
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asString)
                .toList();
    }
}
