package dev.comptoir.tools.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Traefik's binary: the one on the PATH if it is new enough, otherwise one that is installed for this project only. */
public final class TraefikProgram {
    /** From 3.7.6 on: earlier ones refuse a body that is too large to be repeated. */
    private static final Pattern NEW_ENOUGH =
            Pattern.compile("Version:\\s+(3\\.(7\\.([6-9]|[1-9][0-9])|([89]|[1-9][0-9])\\.)|[4-9]\\.)");

    private static final int VERSION_LIMIT_SECONDS = 20;

    private TraefikProgram() {}

    /** @throws UserError if it is not there and cannot be installed */
    public static Path find(Path project) {
        return onPath().orElseGet(() -> installed(project));
    }

    private static Optional<Path> onPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "traefik"))
                .filter(Files::isExecutable)
                .filter(TraefikProgram::isNewEnough)
                .findFirst();
    }

    static boolean isNewEnough(Path program) {
        try {
            Process version = new ProcessBuilder(program.toString(), "version")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return version.waitFor(VERSION_LIMIT_SECONDS, TimeUnit.SECONDS)
                    && NEW_ENOUGH.matcher(output).find();
        } catch (IOException unusable) {
            return false;
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static Path installed(Path project) {
        Path script = project.resolve("tools/without-docker/find-traefik");
        try {
            Process find = new ProcessBuilder(script.toString(), "--install")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String program = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (find.waitFor() != 0) {
                throw new UserError("Traefik 3.7.6 or later was not found on the PATH and could not be installed.");
            }
            return Path.of(program);
        } catch (IOException failure) {
            throw new UncheckedIOException(script + " cannot be run", failure);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static IllegalStateException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while looking for Traefik", stopped);
    }
}
