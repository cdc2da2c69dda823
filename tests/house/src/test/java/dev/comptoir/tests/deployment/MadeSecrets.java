package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that {@code make secrets} generates. */
final class MadeSecrets {
    static final Set<String> NAMES = names();

    private MadeSecrets() {}

    /** @return the output of the script */
    static String into(Path folder) {
        return Programs.run(List.of("../../scripts/make-secrets", folder.toString()), Map.of())
                .success();
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
            into(folder.resolve("secrets"));
            Set<String> names = in(folder.resolve("secrets")).keySet();
            Programs.run(List.of("rm", "-r", folder.toString()), Map.of()).success();
            return names;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
