package dev.comptoir.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder with the data of a demo or of a cluster. One run at a time may use it. */
public final class DataFolder implements AutoCloseable {
    /** Of the demo's folder, in the folder where it is started. */
    static final String NAME = "data";

    /** The file that says that the demo's data is complete. */
    static final String SEEDED = "seeded";

    private static final String SECRETS = "secrets.properties";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws InUse if another run uses the folder */
    public static DataFolder lock(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new InUse(path);
            }
            return new DataFolder(path, channel);
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder " + path.toAbsolutePath() + " cannot be used", failure);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException lockedByThisProcess) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    Path secrets() {
        return secrets(path);
    }

    static Path secrets(Path folder) {
        return folder.resolve(SECRETS);
    }

    /** Whether the demo's data is complete. */
    boolean isSeeded() {
        return Files.exists(path.resolve(SEEDED));
    }

    void markSeeded() {
        try {
            Files.writeString(path.resolve(SEEDED), Instant.now() + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Deletes everything except the lock. */
    void empty() {
        deleteBelow(path, path.resolve("lock"));
    }

    /** Deletes the contents of a folder, except one file. */
    static void deleteBelow(Path folder, @Nullable Path kept) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder) && !file.equals(kept))
                    .toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder " + folder.toAbsolutePath() + " cannot be emptied", failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Another run uses the same data. */
    public static final class InUse extends RuntimeException {
        InUse(Path path) {
            super("another run of the demo uses " + path.toAbsolutePath() + ": end it first (Ctrl-C in its window)");
        }
    }
}
