package dev.comptoir.tests.deployment;

import java.net.URI;
import java.nio.file.Path;
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
public record Manifests(List<ObjectNode> all) {
    private static final Path FILES = Path.of("../../deploy/kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    /** A copy that the caller may change. */
    public static Manifests of(String overlay) {
        return read(RENDERED.computeIfAbsent(overlay, name -> render(FILES.resolve(name))));
    }

    /** A rendered folder with a kustomization. */
    static Manifests at(Path folder) {
        return read(render(folder));
    }

    private static Manifests read(String text) {
        try (MappingIterator<ObjectNode> documents =
                YAML.readerFor(ObjectNode.class).readValues(text)) {
            return new Manifests(documents.readAll());
        }
    }

    private static String render(Path folder) {
        Programs.Output output = Programs.kubectl("kustomize", folder.toString());
        if (output.status() != 0) {
            throw new IllegalStateException(output.text());
        }
        return output.text();
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

    /** @throws IllegalStateException when there is none */
    public ObjectNode one(String kind, String name) {
        return ofKind(kind)
                .filter(one -> name(one).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + kind + " " + name));
    }

    static String name(JsonNode document) {
        return document.path("metadata").path("name").asString("");
    }

    /** {@code Deployment store}. */
    public static String title(JsonNode document) {
        return document.path("kind").asString("") + " " + name(document);
    }

    /** The pod that a Deployment makes. */
    static JsonNode pod(JsonNode deployment) {
        return deployment.path("spec").path("template").path("spec");
    }

    /** The only container of a Deployment. */
    static JsonNode container(JsonNode deployment) {
        return pod(deployment).path("containers").path(0);
    }

    /** The environments of all containers. */
    List<ContainerEnvironment> environment() {
        return ofKind("Deployment").map(Manifests::environment).toList();
    }

    static ContainerEnvironment environment(JsonNode deployment) {
        Map<String, String> variables = new TreeMap<>();
        container(deployment)
                .path("env")
                .forEach(one -> variables.put(
                        one.path("name").asString(""), one.path("value").asString("")));
        return new ContainerEnvironment(title(deployment), name(deployment), variables, Secrets.files(deployment));
    }

    /** Whether there is a Service of that name and port. */
    boolean serves(URI address) {
        return ofKind("Service")
                .filter(one -> name(one).equals(address.getHost()))
                .anyMatch(one ->
                        one.path("spec").path("ports").path(0).path("port").asInt(0) == address.getPort());
    }
}
