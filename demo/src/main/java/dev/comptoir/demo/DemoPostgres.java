package dev.comptoir.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL server with a database for each service, durable: a commit that was acknowledged survives a crash. Every
 * role needs its password.
 */
public final class DemoPostgres implements AutoCloseable {
    public static final List<String> DATABASES = List.of("store", "headoffice", "logistics");

    /** The passwords go over the loopback only, and are hashed by SCRAM. */
    private static final String ACCESS = """
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private final EmbeddedPostgres server;
    private final Secrets secrets;

    private DemoPostgres(EmbeddedPostgres server, Secrets secrets) {
        this.server = server;
        this.secrets = secrets;
    }

    /** Starts the server on the files in a folder, which are made when there are none. */
    public static DemoPostgres start(Path folder) {
        return start(folder.resolve("postgres"), folder.resolve("postgres.log"), Secrets.in(folder.resolve("secrets.properties")));
    }

    static DemoPostgres start(Path files, Path log, Secrets secrets) {
        endServerOfKilledRun(files);
        try {
            Files.createDirectories(files);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
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
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            DemoPostgres postgres = new DemoPostgres(server, secrets);
            postgres.prepare(files);
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL did not start; its log is " + log, failure);
        }
    }

    /** A run that was killed leaves its server behind. The folder's lock is ours: nobody else works with it. */
    private static void endServerOfKilledRun(Path files) {
        Path postmaster = files.resolve("postmaster.pid");
        if (!Files.exists(postmaster)) {
            return;
        }
        try {
            long id = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
            Optional<ProcessHandle> left = ProcessHandle.of(id)
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"));
            left.ifPresent(ProcessHandle::destroy);
            left.map(ProcessHandle::onExit).ifPresent(CompletableFuture::join);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void prepare(Path files) throws IOException {
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

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
