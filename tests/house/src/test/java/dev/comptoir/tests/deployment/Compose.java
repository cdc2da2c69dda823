package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
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
public final class Compose {
    static final Path FOLDER = Path.of("../../deploy");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<List<String>, String> READ = new ConcurrentHashMap<>();

    private final JsonNode model;
    private final Map<String, JsonNode> files = new TreeMap<>();

    private Compose(JsonNode model) {
        this.model = model;
    }

    /** A copy that the caller may change, as the others. */
    public static Compose plain() {
        return of("compose.yaml");
    }

    public static Compose withTls() {
        return of("compose.yaml", "compose.tls.yaml");
    }

    private static Compose of(String... names) {
        String text = READ.computeIfAbsent(List.of(names), Compose::read);
        return new Compose(JSON.readTree(text));
    }

    private static String read(List<String> names) {
        Programs.Output output = config(
                names.stream().map(name -> FOLDER.resolve(name).toString()).toList());
        if (output.status() != 0) {
            throw new IllegalStateException(output.text());
        }
        return output.text();
    }

    /** The output of Compose for merged files: its model, or the error. */
    static Programs.Output config(List<String> files) {
        List<String> arguments = new ArrayList<>(List.of("--profile", "*", "--project-directory", FOLDER.toString()));
        files.forEach(file -> arguments.addAll(List.of("--file", file)));
        arguments.addAll(List.of("config", "--format", "json", "--no-path-resolution"));
        return Programs.compose(arguments.toArray(String[]::new));
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

    /** The three services of the product. */
    Stream<Service> ours() {
        return Settings.SERVICES.stream().filter(this::has).map(this::service);
    }

    List<ContainerEnvironment> environment() {
        return ours().map(Service::environment).toList();
    }

    Stream<Service> databases() {
        return services().filter(one -> one.image().startsWith("postgres:"));
    }

    JsonNode network(String name) {
        return model.path("networks").path(name);
    }

    Stream<Service> on(String network) {
        return services().filter(one -> one.networks().contains(network));
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

    /** The labels of a service. */
    public Map<String, String> labels(String service) {
        return service(service).pairs("labels");
    }
}
