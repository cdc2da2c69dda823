package dev.comptoir.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server with a database for each service, durable: a commit that was acknowledged survives a crash. Every
 * role needs its password.
 */
public final class PostgresServer implements AutoCloseable {
    public static final List<String> DATABASES = List.of("store", "headoffice", "logistics");

    /** The passwords go over the loopback only, and are hashed by SCRAM. */
    private static final String ACCESS = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private static final int ANY_PORT = 0;

    private static final long SERVER_END_LIMIT_SECONDS = 20;

    /** By the folder of its files: the library holds a lock on it until it is told that its server is gone. */
    private static final Map<Path, EmbeddedPostgres> LAUNCHED = new ConcurrentHashMap<>();

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    private final EmbeddedPostgres server;
    private final Path files;
    private final Secrets secrets;

    private PostgresServer(EmbeddedPostgres server, Path files, Secrets secrets) {
        this.server = server;
        this.files = files;
        this.secrets = secrets;
    }

    /** Starts the server on the files in a folder, which are made when there are none. */
    public static PostgresServer start(Path folder) {
        return start(folder, ANY_PORT);
    }

    /** The same on a port that its clients know already; 0 lets the system choose. */
    public static PostgresServer start(Path folder, int port) {
        return start(folder, port, Secrets.in(folder.resolve("secrets.properties")), () -> true);
    }

    /** @param again whether a start that failed is tried once more, with the server unpacked anew */
    static PostgresServer start(Path folder, Secrets secrets, BooleanSupplier again) {
        return start(folder, ANY_PORT, secrets, again);
    }

    private static PostgresServer start(Path folder, int port, Secrets secrets, BooleanSupplier again) {
        Path files = files(folder);
        endServerOfKilledRun(files);
        letGoOf(files);
        forgetUnfinished(files, binaries(folder));
        try {
            return launch(folder, port, secrets);
        } catch (IOException failure) {
            if (!again.getAsBoolean()) {
                throw new UncheckedIOException(failure);
            }
            LOG.warn("PostgreSQL did not start; unpacking it anew", failure);
            endServerOfKilledRun(files);
            letGoOf(files);
            DataFolder.deleteBelow(binaries(folder), null);
        }
        try {
            return launch(folder, port, secrets);
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL did not start: " + failure.getMessage(), failure);
        }
    }

    /** A server that this process started and that has ended by itself. */
    private static void letGoOf(Path files) {
        EmbeddedPostgres gone = LAUNCHED.remove(files);
        if (gone != null) {
            try {
                gone.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(files + " cannot be let go of", failure);
            }
        }
    }

    private static Path files(Path folder) {
        return folder.resolve("postgres").toAbsolutePath();
    }

    /** Where the server is unpacked: beside the data, so that no other program can spoil it. */
    private static Path binaries(Path folder) {
        return folder.resolve("postgres-binaries").toAbsolutePath();
    }

    /** Deletes what a first start left half done when it was killed. Neither can hold a commit. */
    private static void forgetUnfinished(Path files, Path binaries) {
        // The server writes this file when it starts on a finished cluster for the first time, and keeps it.
        if (!Files.exists(files.resolve("postmaster.opts"))) {
            DataFolder.deleteBelow(files, null);
        }
        try {
            Files.createDirectories(binaries);
            try (DirectoryStream<Path> unpacked = Files.newDirectoryStream(binaries)) {
                for (Path folder : unpacked) {
                    if (!Files.exists(folder.resolve(".exists"))) {
                        DataFolder.deleteBelow(folder, null);
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the folder " + binaries + " cannot be used", failure);
        }
    }

    private static PostgresServer launch(Path folder, int port, Secrets secrets) throws IOException {
        Path files = files(folder);
        File log = folder.resolve("postgres.log").toFile();
        Files.createDirectories(files);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPort(port)
                .setOverrideWorkingDirectory(binaries(folder).toFile())
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setConnectConfig("password", secrets.password("database.postgres"))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log))
                .start();
        LAUNCHED.put(files, server);
        PostgresServer postgres = new PostgresServer(server, files, secrets);
        try {
            postgres.prepare();
            return postgres;
        } catch (RuntimeException | IOException failure) {
            postgres.close();
            throw failure;
        }
    }

    /** Ends the server that an earlier process left running on the files in a folder; does nothing when there is none. */
    public static void endLeftBehind(Path folder) {
        endServerOfKilledRun(files(folder));
    }

    static void endServerOfKilledRun(DataFolder folder) {
        endServerOfKilledRun(files(folder.path()));
    }

    /** A run that was killed leaves its server behind. The folder's lock is ours: nobody else works with it. */
    private static void endServerOfKilledRun(Path files) {
        process(files).ifPresent(PostgresServer::end);
    }

    /** The server's first process, which ends all others when it ends. */
    public ProcessHandle process() {
        return process(files).orElseThrow(() -> new IllegalStateException("the PostgreSQL server has ended"));
    }

    private static Optional<ProcessHandle> process(Path files) {
        Path postmaster = files.resolve("postmaster.pid");
        if (!Files.exists(postmaster)) {
            return Optional.empty();
        }
        try {
            long id = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
            return ProcessHandle.of(id).filter(process -> serves(process, files));
        } catch (IOException | NumberFormatException | NoSuchElementException unreadable) {
            throw new IllegalStateException(
                    postmaster + " cannot be read: end the postgres process that serves this folder", unreadable);
        }
    }

    /** The number may long have passed to another process, even to a PostgreSQL server of somebody else. */
    private static boolean serves(ProcessHandle process, Path files) {
        return process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch(argument -> argument.equals(files.toString()));
    }

    private static void end(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(SERVER_END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a PostgreSQL server ended", stopped);
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException(
                    "the PostgreSQL server of an earlier run does not end: end process " + server.pid(), stuck);
        }
    }

    private void prepare() throws IOException {
        try (Connection connection = connect("postgres", "postgres");
                Statement sql = connection.createStatement()) {
            sql.execute("ALTER ROLE postgres PASSWORD '" + secrets.password("database.postgres") + "'");
            for (String name : DATABASES) {
                prepareDatabase(sql, name);
            }
            Files.writeString(files.resolve("pg_hba.conf"), ACCESS);
            sql.execute("SELECT pg_reload_conf()");
        } catch (SQLException failure) {
            throw new IllegalStateException("the databases cannot be made", failure);
        }
        for (String name : DATABASES) {
            prepareExtensions(name);
        }
    }

    private void prepareDatabase(Statement sql, String name) throws SQLException {
        if (!exists(sql, "SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'")) {
            sql.execute("CREATE ROLE " + name + " LOGIN");
        }
        sql.execute("ALTER ROLE " + name + " PASSWORD '" + password(name) + "'");
        if (!exists(sql, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            sql.execute("CREATE DATABASE " + name + " OWNER " + name);
        }
    }

    private void prepareExtensions(String database) {
        try (Connection connection = connect(database, "postgres");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm");
        } catch (SQLException failure) {
            throw new IllegalStateException("the database " + database + " cannot be prepared", failure);
        }
    }

    private static boolean exists(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, secrets.password("database." + user));
    }

    /** The JDBC address of a database, without a user or a password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    public int port() {
        return server.getPort();
    }

    /** The password of the role that owns a database; both bear the same name. */
    public String password(String database) {
        return secrets.password("database." + database);
    }

    /** The library's way to stop runs a program, which a second Ctrl-C would end: the server is then told directly. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            endServerOfKilledRun(files);
        }
    }
}
