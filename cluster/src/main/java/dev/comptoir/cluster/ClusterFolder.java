package dev.comptoir.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** {@code data/cluster}: state, Traefik's files, logs, the database and its passwords. */
record ClusterFolder(Path path) {
    private static final JsonMapper JSON = new JsonMapper();

    static ClusterFolder at(Path path) {
        try {
            Files.createDirectories(path.resolve("logs"));
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder " + path + " cannot be used", failure);
        }
        return new ClusterFolder(path.toAbsolutePath().normalize());
    }

    Optional<ClusterState> state() {
        Path file = path.resolve("state.json");
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), ClusterState.class)) : Optional.empty();
    }

    void keep(ClusterState state) {
        write("state.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
    }

    void forget() {
        try {
            Files.deleteIfExists(path.resolve("state.json"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whoever reads the file meanwhile sees the old or the new text, never a half. */
    void write(String name, String text) {
        Path file = path.resolve(name);
        try {
            Path written = Files.createTempFile(path, name, ".new");
            Files.writeString(written, text);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be written", failure);
        }
    }

    Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    boolean isSeeded() {
        return Files.exists(path.resolve("seeded"));
    }
}
