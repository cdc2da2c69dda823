package dev.comptoir.tools.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** {@code data/cluster}: state, Traefik's files, logs, the database and its passwords. */
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

    public void keep(ClusterState state) {
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

    public Path log(Running process) {
        return log(process.name());
    }

    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    /** @throws UserError when another command is at work */
    void alone(Runnable work) {
        try (FileChannel file =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock(file)) {
            work.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static FileLock lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw busy();
            }
            return lock;
        } catch (OverlappingFileLockException sameProcess) {
            throw busy();
        }
    }

    private static UserError busy() {
        return new UserError("another command is at work on this cluster: wait until it ends");
    }

    boolean isSeeded() {
        return Files.exists(path.resolve("seeded"));
    }
}
