package dev.comptoir.tests.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jars of one version. */
record Version(String name, Path folder) {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    /** The last release, built from the history unless it is there. */
    static Version lastRelease() {
        try {
            Process build = new ProcessBuilder(
                            PROJECT.resolve("scripts/last-release").toString())
                    .directory(PROJECT.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String folder = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (build.waitFor() != 0) {
                throw new IllegalStateException("scripts/last-release failed; its message stands above");
            }
            return new Version("old", PROJECT.resolve(folder));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** This version, as the modules were packaged. */
    static Version present() {
        return new Version("new", PROJECT);
    }

    Path jar(String service) {
        Path flat = folder.resolve(service).resolve("comptoir-" + service + ".jar");
        return Files.exists(flat)
                ? flat
                : folder.resolve(service).resolve("target").resolve("comptoir-" + service + ".jar");
    }
}
