package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Compose files of deploy/, as Compose itself resolves them. */
public final class Compose implements DeploymentFiles {
    static final Path FOLDER = Path.of("../../deploy");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<List<String>, String> READ = new ConcurrentHashMap<>();

    private final JsonNode model;
    private final Map<String, JsonNode> files = new TreeMap<>();

    private Compose(String... names) {
        List<String> paths =
                Stream.of(names).map(name -> FOLDER.resolve(name).toString()).toList();
        model = JSON.readTree(READ.computeIfAbsent(paths, some -> config(some).success()));
    }

    /** A copy that the caller may change, as the others. */
    public static Compose plain() {
        return new Compose("compose.yaml");
    }

    public static Compose withTls() {
        return new Compose("compose.yaml", "compose.tls.yaml");
    }

    /** With a folder that the databases write. */
    public static Compose withArchive() {
        return new Compose("compose.yaml", "compose.archive.yaml");
    }

    /** The output of Compose for merged files: its model, or the error. */
    static Programs.Output config(List<String> files) {
        List<String> arguments = new ArrayList<>(List.of("--profile=*", "--project-directory=" + FOLDER));
        files.forEach(file -> arguments.add("--file=" + file));
        arguments.addAll(List.of("config", "--format=json", "--no-path-resolution"));
        return Programs.compose(arguments);
    }

    Stream<Service> services() {
        return model.path("services").propertyStream().map(one -> new Service(one.getKey(), one.getValue()));
    }

    /** @throws IllegalStateException when there is none */
    Service service(String name) {
        return services()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no service " + name));
    }

    boolean has(String service) {
        return model.path("services").has(service);
    }

    Stream<Service> ourServices() {
        return services().filter(one -> Settings.SERVICES.contains(one.name()));
    }

    @Override
    public Stream<DeployedService> ours() {
        return ourServices().map(Service::deployed);
    }

    Stream<Service> databases() {
        return services().filter(one -> one.image().startsWith("postgres:"));
    }

    JsonNode network(String name) {
        return model.path("networks").path(name);
    }

    /** The file of a secret, as compose.yaml names it. */
    Path secret(String name) {
        return Path.of(model.path("secrets").path(name).path("file").asString(""));
    }

    /** A YAML file of deploy/. */
    public JsonNode file(String name) {
        return files.computeIfAbsent(name, one -> Manifests.document(text(one)));
    }

    /** @param file within deploy/ */
    public static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param name {@code service store}, {@code file traefik/common.yml}, or {@code compose} for all */
    JsonNode document(String name) {
        String[] parts = name.split(" ", 2);
        return switch (parts[0]) {
            case "service" -> service(parts[1]).definition();
            case "file" -> file(parts[1]);
            default -> model;
        };
    }

    @Override
    public Stream<Document> documents(String kind) {
        return kind.equals("service")
                ? services().map(one -> new Document(one.name(), one.title(), one.definition()))
                : Stream.of(new Document(kind, kind, document(kind)));
    }

    @Override
    public boolean resolves(DeployedService from, URI address) {
        return Addresses.resolves(this, service(from.name()), address.getHost(), address.getPort());
    }

    /** The labels of a service. */
    public Map<String, String> labels(String service) {
        return service(service).pairs("labels");
    }
}
