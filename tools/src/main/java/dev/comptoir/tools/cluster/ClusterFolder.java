package dev.comptoir.tools.cluster;

import dev.comptoir.app.DataFolder;
import dev.comptoir.app.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** {@code data/cluster}: the state, Traefik's files, logs, the database and its passwords. */
public record ClusterFolder(Path path) {
    private static final JsonMapper JSON = new JsonMapper();

    public static ClusterFolder at(Path path) {
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

    void save(ClusterState state) {
        write("state.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
    }

    void deleteState() {
        try {
            Files.deleteIfExists(path.resolve("state.json"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Replaces the file as a whole, so that a reader never sees half of it. */
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

    public Path log(ClusterProcess process) {
        return log(process.name());
    }

    Path log(String process) {
        return path.resolve("logs").resolve(process + ".log");
    }

    /** @throws UserError if another command is running */
    void exclusively(Runnable work) {
        try (DataFolder _ = DataFolder.lock(path)) {
            work.run();
        } catch (DataFolder.InUse busy) {
            throw new UserError("Another command is running on this cluster: wait until it ends.");
        }
    }

    Secrets secrets() {
        return Secrets.in(path.resolve("secrets.properties"));
    }

    boolean isSeeded() {
        return Files.exists(path.resolve("seeded"));
    }
}
