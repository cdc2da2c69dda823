package dev.comptoir.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The AOT cache of a jar, in the file beside it. A file with its key says for which jars and which JVM it was made, because
 * JDK 25 executes the cached classes of a jar that has changed since.
 *
 * @param jar of the app or of a service, with its libraries in the folder {@code lib}
 */
public record AotCache(Path jar) {

    /** Of a jar: {@code comptoir-store.jar} gets {@code comptoir-store.aot}. */
    Path file() {
        return sibling(".aot");
    }

    private Path keyFile() {
        return sibling(".aot-key");
    }

    private Path sibling(String ending) {
        return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ending));
    }

    /** The options of a JVM that runs the jar: none if there is no cache for it. */
    public List<String> options() {
        return isCurrent() && Files.exists(file()) ? List.of("-XX:AOTCache=" + file()) : List.of();
    }

    /** Whether nothing has changed since the cache was made, or since making it failed. */
    boolean isCurrent() {
        try {
            return Files.exists(keyFile()) && Files.readString(keyFile()).equals(key());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The JVM, and name, size and date of each jar. */
    private String key() throws IOException {
        List<String> lines = new ArrayList<>(
                List.of(System.getProperty("java.home") + " " + System.getProperty("java.vm.version"), line(jar)));
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            for (Path library : libraries.sorted().toList()) {
                lines.add(line(library));
            }
        }
        return String.join("\n", lines);
    }

    private static String line(Path file) throws IOException {
        return file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    }

    /** Makes the cache valid for the present jars, or records that there is none for them. */
    void record() throws IOException {
        Files.writeString(keyFile(), key());
    }

    void delete() throws IOException {
        Files.deleteIfExists(keyFile());
        Files.deleteIfExists(file());
    }
}
