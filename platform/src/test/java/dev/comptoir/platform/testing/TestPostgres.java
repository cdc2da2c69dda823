package dev.comptoir.platform.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The PostgreSQL server of this build. Every test process of one build has the same parent process; the first one that
 * needs a database starts {@link TestPostgresServer}, and the others find its address in a file named after the parent.
 */
public final class TestPostgres {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

    /** Initialised at the first use, and never in the server's own process. */
    private static final class Server {
        static final String ADMIN_URL = adminUrl();
    }

    private TestPostgres() {}

    /** Creates an empty database that no other test uses. */
    public static TestDatabase newDatabase(String prefix) {
        String name = prefix.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + "_"
                + UUID.randomUUID().toString().substring(0, 8);
        try (Connection connection = DriverManager.getConnection(Server.ADMIN_URL, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " STRATEGY file_copy");
        } catch (SQLException failure) {
            throw new IllegalStateException("the test server created no database", failure);
        }
        return new TestDatabase(Server.ADMIN_URL.replace("/postgres?", "/" + name + "?"), "postgres", "");
    }

    static Path addressFile(long build) {
        return FOLDER.resolve("comptoir-test-postgres-" + build + ".address");
    }

    private static String adminUrl() {
        long build = ProcessHandle.current()
                .parent()
                .map(ProcessHandle::pid)
                .orElse(ProcessHandle.current().pid());
        try (RandomAccessFile file = new RandomAccessFile(
                        FOLDER.resolve("comptoir-test-postgres-" + build + ".lock")
                                .toFile(),
                        "rw");
                FileLock lock = file.getChannel().lock()) {
            if (!lock.isValid() || !Files.exists(addressFile(build))) {
                startServer(build);
            }
            return Files.readString(addressFile(build)).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void startServer(long build) throws IOException {
        Path log = FOLDER.resolve("comptoir-test-postgres-" + build + ".log");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TestPostgresServer.class.getName(),
                        Long.toString(build))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Instant limit = Instant.now().plus(START_LIMIT);
        while (!Files.exists(addressFile(build))) {
            if (!server.isAlive() || Instant.now().isAfter(limit)) {
                throw new IllegalStateException("the test server did not start: " + Files.readString(log));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the test server started", stopped);
            }
        }
    }
}
