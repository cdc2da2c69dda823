package dev.comptoir.tests.deployment;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** An overlay of deploy/kubernetes, as kubectl renders it. */
public record Manifests(List<ObjectNode> all) implements DeploymentFiles {
    private static final Path FILES = Path.of("../../deploy/kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<Path, String> RENDERED = new ConcurrentHashMap<>();

    /** A copy that the caller may change. */
    public static Manifests of(String overlay) {
        return at(FILES.resolve(overlay));
    }

    /** A rendered folder with a kustomization. */
    static Manifests at(Path folder) {
        String text = RENDERED.computeIfAbsent(
                folder, path -> Programs.kubectl("kustomize", path.toString()).success());
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(text)) {
            return new Manifests(documents.readAll());
        }
    }

    static JsonNode document(String yaml) {
        return YAML.readTree(yaml);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        all.forEach(one -> text.append(YAML.writeValueAsString(one)));
        return text.toString();
    }

    public Stream<ObjectNode> ofKind(String kind) {
        return all.stream().filter(one -> one.path("kind").asString("").equals(kind));
    }

    @Override
    public Stream<Document> documents(String kind) {
        return ofKind(kind).map(one -> new Document(name(one), title(one), one));
    }

    /** @throws IllegalStateException when there is none */
    public ObjectNode one(String kind, String name) {
        return ofKind(kind)
                .filter(one -> name(one).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + kind + " " + name));
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asString("");
    }

    /** {@code Deployment store}. */
    public static String title(JsonNode document) {
        return document.path("kind").asString("") + " " + name(document);
    }

    /** The pod that a Deployment makes. */
    static JsonNode pod(JsonNode deployment) {
        return deployment.at("/spec/template/spec");
    }

    /** The only container of a Deployment. */
    static JsonNode container(JsonNode deployment) {
        return pod(deployment).at("/containers/0");
    }

    @Override
    public Stream<DeployedService> ours() {
        return ofKind("Deployment").map(Manifests::service);
    }

    static DeployedService service(JsonNode deployment) {
        Map<String, String> variables = new TreeMap<>();
        container(deployment)
                .path("env")
                .forEach(one -> variables.put(
                        one.path("name").asString(""), one.path("value").asString("")));
        Duration grace = Duration.ofSeconds(
                pod(deployment).path("terminationGracePeriodSeconds").asInt(30));
        return new DeployedService(title(deployment), name(deployment), variables, Secrets.files(deployment), grace);
    }

    /** There is a Service of that name and port. */
    @Override
    public boolean resolves(DeployedService from, URI address) {
        return ofKind("Service")
                .filter(one -> name(one).equals(address.getHost()))
                .anyMatch(one -> one.at("/spec/ports/0/port").asInt(0) == address.getPort());
    }
}
