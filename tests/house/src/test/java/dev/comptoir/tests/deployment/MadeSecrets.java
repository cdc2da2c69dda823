package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that {@code make secrets} generates. */
final class MadeSecrets {
    private static final Set<String> NAMES = names();

    private MadeSecrets() {}

    /** @return the output of the script */
    static String into(Path folder) {
        Programs.Output output = Programs.run(List.of("../../scripts/make-secrets", folder.toString()), Map.of());
        if (output.status() != 0) {
            throw new IllegalStateException(output.text());
        }
        return output.text();
    }

    /** The content of each file. */
    static Map<String, String> in(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(), Files.readString(file).strip());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return contents;
    }

    private static Set<String> names() {
        try {
            Path folder = Files.createTempDirectory("comptoir-secrets");
            try {
                into(folder.resolve("secrets"));
                return Set.copyOf(in(folder.resolve("secrets")).keySet());
            } finally {
                delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    static Set<String> all() {
        return NAMES;
    }
}
