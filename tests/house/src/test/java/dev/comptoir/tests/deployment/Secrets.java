package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Secrets are mounted as files; no variable, command or label holds one. Those of Kubernetes are documented in
 * docs/operations.md, and {@code make secrets} generates those of Compose.
 */
final class Secrets {
    private static final Path OPERATIONS = Path.of("../../docs/operations.md");
    private static final Path COMPOSE_FOLDER = Path.of("secrets");

    /** Provided by the operator for TLS. */
    private static final Set<Path> PROVIDED =
            Set.of(COMPOSE_FOLDER.resolve("tls.crt"), COMPOSE_FOLDER.resolve("tls.key"));

    private static final Pattern EXPOSED =
            Pattern.compile("(?i)(passw(or)?d|secret|token|auth\\.users)[= ]|://[^/@]*:[^/@]*@");

    private Secrets() {}

    static void inlined(Manifests manifests, Faults faults) {
        manifests.ofKind("Secret").forEach(one -> faults.unless(false, Manifests.title(one), "holds a secret"));
        manifests.ours().forEach(service -> variables(faults, service));
    }

    /** A variable may hold the path of a secret's file, never the secret. */
    private static void variables(Faults faults, DeployedService service) {
        service.variables().forEach((name, value) -> {
            faults.unless(
                    !name.matches(".*(PASSWORD|FIRST_MANAGER)"),
                    service.title(),
                    "shows " + name + " to anyone who reads its environment");
            faults.unless(
                    !name.endsWith("_FILE") || service.files().contains(value),
                    service.title(),
                    "has no file " + value);
        });
    }

    /** The secret files in the container of a Deployment. */
    static Set<String> files(JsonNode deployment) {
        Set<String> files = new TreeSet<>();
        for (JsonNode mount : Manifests.container(deployment).path("volumeMounts")) {
            Manifests.pod(deployment)
                    .path("volumes")
                    .valueStream()
                    .filter(volume -> volume.path("name").equals(mount.path("name")))
                    .flatMap(Secrets::keys)
                    .forEach(key -> files.add(mount.path("mountPath").asString("") + "/" + key));
        }
        return files;
    }

    private static Stream<String> keys(JsonNode volume) {
        Stream<JsonNode> projected = volume.at("/projected/sources")
                .valueStream()
                .flatMap(source -> source.at("/secret/items").valueStream())
                .map(item -> item.path("path"));
        return Stream.concat(Stream.of(volume.at("/secret/secretName")), projected)
                .map(key -> key.asString(""))
                .filter(key -> !key.isEmpty());
    }

    static void undocumented(Manifests manifests, Faults faults) {
        try {
            String operations = Files.readString(OPERATIONS);
            manifests
                    .all()
                    .forEach(one -> names(one)
                            .forEach(name -> faults.unless(
                                    operations.contains("`" + name + "`"),
                                    Manifests.title(one),
                                    "needs the secret " + name + ", which " + OPERATIONS + " does not document")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Of Secrets that a document refers to, in whichever way. */
    private static Stream<String> names(JsonNode document) {
        Stream<JsonNode> named = Stream.of("secret", "accessKeyId", "secretAccessKey", "additionalAlertManagerConfigs")
                .flatMap(field -> document.findValues(field).stream())
                .map(reference -> reference.path("name"));
        return Stream.concat(document.findValues("secretName").stream(), named)
                .map(name -> name.asString(""))
                .filter(name -> !name.isEmpty());
    }

    static void exposed(Compose compose, Faults faults) {
        compose.services().forEach(service -> {
            variables(faults, service.deployed());
            Stream<String> labels =
                    service.pairs("labels").entrySet().stream().map(one -> one.getKey() + "=" + one.getValue());
            Stream.concat(Stream.of(String.join(" ", service.words().toList())), labels)
                    .filter(EXPOSED.asPredicate())
                    .forEach(text -> faults.unless(false, service.title(), "exposes a secret in " + text));
        });
    }

    static void notGeneratedOrUnused(Compose compose, Faults faults) {
        Set<Path> generated =
                MadeSecrets.NAMES.stream().map(COMPOSE_FOLDER::resolve).collect(Collectors.toSet());
        Set<Path> used = compose.services()
                .flatMap(Service::secrets)
                .map(compose::secret)
                .collect(Collectors.toSet());
        used.forEach(file -> faults.unless(
                generated.contains(file) || PROVIDED.contains(file), "the secret " + file, "is generated by nothing"));
        generated.forEach(file ->
                faults.unless(used.contains(file), "the secret " + file.getFileName(), "is used by no service"));
    }
}
