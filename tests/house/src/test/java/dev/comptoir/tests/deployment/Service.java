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
record Service(String name, JsonNode says) {
    private static final Path SECRETS = Path.of("/run/secrets");

    String title() {
        return "service " + name;
    }

    String image() {
        return says.path("image").asString("");
    }

    /** Built from this project's Dockerfile. */
    boolean isOurs() {
        return image().startsWith(Images.OURS);
    }

    /** That makes an image of ours. */
    Dockerfile.Stage stage() {
        return Dockerfile.ours().stage(says.path("build").path("target").asString(""));
    }

    /** Compose's usual is 10 s. */
    Duration stopGrace() {
        return Duration.parse(
                "PT" + says.path("stop_grace_period").asString("10s").toUpperCase(Locale.ROOT));
    }

    /** Run by hand, and not with the others. */
    boolean byHand() {
        return says.has("profiles");
    }

    Set<String> networks() {
        return new TreeSet<>(says.path("networks").propertyNames());
    }

    boolean sharesWith(Service other) {
        return !Collections.disjoint(networks(), other.networks());
    }

    Told told() {
        return new Told(title(), name, pairs("environment"), secretFiles());
    }

    Map<String, String> pairs(String field) {
        Map<String, String> pairs = new TreeMap<>();
        says.path(field).forEachEntry((key, value) -> pairs.put(key, value.asString("")));
        return pairs;
    }

    Stream<String> secrets() {
        return says.path("secrets").valueStream().map(one -> one.path("source").asString(""));
    }

    private Set<String> secretFiles() {
        Set<String> files = new TreeSet<>();
        says.path("secrets")
                .forEach(one -> files.add(
                        SECRETS.resolve(one.path("target").asString("")).toString()));
        return files;
    }

    /** Where it sees files and folders of this machine, and which. */
    Stream<JsonNode> mounts() {
        return says.path("volumes")
                .valueStream()
                .filter(one -> one.path("type").asString("").equals("bind"));
    }

    Stream<String> dependencies(String condition) {
        return says.path("depends_on")
                .propertyStream()
                .filter(one -> one.getValue().path("condition").asString("").equals(condition))
                .map(Map.Entry::getKey);
    }

    /** What is run in it, the words of its command and of the question for its health. */
    List<String> words() {
        return Stream.of(
                        says.path("entrypoint"),
                        says.path("command"),
                        says.path("healthcheck").path("test"))
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asString)
                .toList();
    }
}
