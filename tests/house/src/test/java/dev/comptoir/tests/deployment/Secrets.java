package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Secrets are referenced by name, mounted as files, and documented in docs/operations.md. */
final class Secrets {
    private static final Path OPERATIONS = Path.of("../../docs/operations.md");

    private Secrets() {}

    static List<String> referenced(Manifests manifests) {
        Faults faults = new Faults();
        manifests.ofKind("Secret").forEach(one -> faults.unless(false, Manifests.title(one), "holds a secret"));
        manifests.environment().forEach(environment -> variables(faults, environment));
        return faults.all();
    }

    /** A variable may hold the path of a secret's file, never the secret. */
    static void variables(Faults faults, ContainerEnvironment environment) {
        environment.variables().forEach((name, value) -> {
            boolean shown = name.matches(".*(PASSWORD|FIRST_MANAGER)");
            faults.unless(!shown, environment.title(), "shows " + name + " to anyone who reads its environment");
            faults.unless(
                    !name.endsWith("_FILE") || environment.files().contains(value),
                    environment.title(),
                    "has no file " + value);
        });
    }

    /** The files of secrets that the container sees. */
    static Set<String> files(JsonNode deployment) {
        Set<String> files = new TreeSet<>();
        Manifests.container(deployment)
                .path("volumeMounts")
                .forEach(mount -> Manifests.pod(deployment)
                        .path("volumes")
                        .valueStream()
                        .filter(volume -> volume.path("name").equals(mount.path("name")))
                        .forEach(volume -> keys(volume)
                                .forEach(
                                        key -> files.add(mount.path("mountPath").asString("") + "/" + key))));
        return files;
    }

    private static Stream<String> keys(JsonNode volume) {
        JsonNode whole = volume.path("secret").path("secretName");
        return whole.isMissingNode()
                ? volume.path("projected")
                        .path("sources")
                        .valueStream()
                        .flatMap(source -> source.path("secret").path("items").valueStream())
                        .map(item -> item.path("path").asString(""))
                : Stream.of(whole.asString(""));
    }

    static List<String> documented(Manifests manifests) {
        String operations;
        try {
            operations = Files.readString(OPERATIONS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return manifests.all().stream()
                .flatMap(one -> names(one)
                        .filter(name -> !operations.contains("`" + name + "`"))
                        .map(name -> Manifests.title(one) + " needs the secret " + name + ", which " + OPERATIONS
                                + " does not document"))
                .toList();
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
}
