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
 * A PostgreSQL server with a database for each service. It is durable: an acknowledged commit survives a crash. Each role
 * needs its password.
 */
public final class PostgresServer implements AutoCloseable {
    public static final List<String> DATABASES = List.of("store", "headoffice", "logistics");

    /** Connections from the loopback only, with passwords by SCRAM. */
    private static final String ACCESS = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private static final int ANY_PORT = 0;

    private static final long SERVER_END_LIMIT_SECONDS = 20;

    /** By data directory: the library locks it until its server is closed. */
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

    /** Starts the server on the data in a folder, and creates the data if there is none. */
    public static PostgresServer start(Path folder) {
        return start(folder, ANY_PORT);
    }

    /** @param port 0 lets the system choose */
    public static PostgresServer start(Path folder, int port) {
        return start(folder, port, Secrets.in(folder.resolve("secrets.properties")), () -> true);
    }

    /** @param retry whether to try a failed start once more, with the server unpacked again */
    static PostgresServer start(Path folder, Secrets secrets, BooleanSupplier retry) {
        return start(folder, ANY_PORT, secrets, retry);
    }

    private static PostgresServer start(Path folder, int port, Secrets secrets, BooleanSupplier retry) {
        Path files = files(folder);
        endLeftBehindOn(files);
        release(files);
        deleteIncomplete(files, binaries(folder));
        try {
            return launch(folder, port, secrets);
        } catch (IOException failure) {
            if (!retry.getAsBoolean()) {
                throw new UncheckedIOException(failure);
            }
            LOG.warn("PostgreSQL did not start; unpacking it again", failure);
            endLeftBehindOn(files);
            release(files);
            DataFolder.deleteBelow(binaries(folder), null);
        }
        try {
            return launch(folder, port, secrets);
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL did not start: " + failure.getMessage(), failure);
        }
    }

    /** Closes a server that this process started and that has ended. */
    private static void release(Path files) {
        EmbeddedPostgres gone = LAUNCHED.remove(files);
        if (gone != null) {
            try {
                gone.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(files + " cannot be released", failure);
            }
        }
    }

    private static Path files(Path folder) {
        return folder.resolve("postgres").toAbsolutePath();
    }

    /** Where the server is unpacked: next to the data folder, where no other program changes it. */
    private static Path binaries(Path folder) {
        return folder.resolve("postgres-binaries").toAbsolutePath();
    }

    /** Deletes incomplete directories of a first start that was killed; they cannot contain a commit. */
    private static void deleteIncomplete(Path files, Path binaries) {
        // The server writes this file at its first start on a complete data directory.
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
        Files.createDirectories(files);
        EmbeddedPostgres server = server(folder, port, secrets).start();
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

    private static EmbeddedPostgres.Builder server(Path folder, int port, Secrets secrets) {
        File log = folder.resolve("postgres.log").toFile();
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setOverrideWorkingDirectory(binaries(folder).toFile())
                .setDataDirectory(files(folder))
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
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log));
    }

    /** Ends the server that an earlier process left running on the data in a folder, if there is one. */
    public static void endLeftBehind(Path folder) {
        endLeftBehindOn(files(folder));
    }

    /** A run that was killed leaves its server running. This process has locked the folder: no other run uses the server. */
    private static void endLeftBehindOn(Path files) {
        process(files).ifPresent(PostgresServer::end);
    }

    /** The server's main process; all others end with it. */
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

    /** The system may have reused the process id, even for another PostgreSQL server. */
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
            throw new IllegalStateException("the databases cannot be created", failure);
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

    /** The JDBC address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    public int port() {
        return server.getPort();
    }

    /** The password of the role that owns a database; both have the same name. */
    public String password(String database) {
        return secrets.password("database." + database);
    }

    /** The library stops the server by a program, which a second Ctrl-C would end: then the signal goes to the server itself. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            endLeftBehindOn(files);
        }
    }
}
