package dev.comptoir.tools.postgres;

import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.Launcher;
import dev.comptoir.tools.cluster.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server with one database, whose changes are archived: it can be restored to any second after its base backup.
 * The steps are those of PostgreSQL's manual, chapter "Continuous Archiving and Point-in-Time Recovery".
 */
public final class ArchivedServer implements AutoCloseable {
    /** The longest time until a change is in the archive; in production five minutes. */
    public static final Duration ARCHIVE_TIMEOUT = Duration.ofSeconds(2);

    /** With an offset in digits: a server that starts refuses the letter Z. */
    private static final DateTimeFormatter TARGET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss+00", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final long END_LIMIT_SECONDS = 30;

    private final PostgresPrograms programs;
    private final Path folder;
    private final String database;
    private final int port = Launcher.freePort();
    private final String password = UUID.randomUUID().toString();
    private @Nullable Process process;

    private ArchivedServer(PostgresPrograms programs, Path folder, String database) {
        this.programs = programs;
        this.folder = folder.toAbsolutePath().normalize();
        this.database = database;
    }

    /**
     * Creates and starts a server.
     *
     * @param folder of its files; what is there is deleted
     * @param database its name, and that of its owner
     */
    public static ArchivedServer create(
            PostgresPrograms programs, Path folder, String database, String ownersPassword) {
        ArchivedServer server = new ArchivedServer(programs, folder, database);
        try {
            delete(server.folder);
            Files.createDirectories(server.folder.resolve("archive"));
            server.initialize();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.start();
        server.execute("postgres", "CREATE ROLE " + database + " LOGIN PASSWORD '" + ownersPassword + "'");
        server.execute("postgres", "CREATE DATABASE " + database + " OWNER " + database);
        server.execute(database, "CREATE EXTENSION pg_trgm");
        return server;
    }

    private void initialize() throws IOException {
        Path passwordFile = Files.writeString(folder.resolve("password"), password);
        List<String> options = List.of(
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--pgdata=" + data());
        programs.run(log(), Map.of(), "initdb", options);
        String archived = folder.resolve("archive") + "/%f";
        Files.writeString(
                data().resolve("postgresql.conf"),
                """
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                port = %d
                shared_buffers = '64MB'
                archive_mode = on
                archive_timeout = %ds
                archive_command = 'test ! -f %s && cp %%p %s.part && mv %s.part %s'
                """.formatted(port, ARCHIVE_TIMEOUT.toSeconds(), archived, archived, archived, archived),
                StandardOpenOption.APPEND);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path backup() {
        return folder.resolve("backup");
    }

    private Path log() {
        return folder.resolve("postgres.log");
    }

    private void start() {
        Process started = programs.start(log(), Map.of(), "postgres", List.of("-D", data().toString()));
        process = started;
        boolean ready = Pause.until(() -> isOpen() || !started.isAlive(), START_LIMIT, INTERVAL);
        if (!ready || !started.isAlive()) {
            throw new IllegalStateException("PostgreSQL did not start; its log is " + log());
        }
    }

    /** Whether the server accepts writes: recovery has ended. */
    private boolean isOpen() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException closed) {
            return false;
        }
    }

    /** Takes a base backup of the running server and verifies its checksums. */
    public void backUp() {
        delete(backup());
        List<String> options = List.of(
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=postgres",
                "--checkpoint=fast",
                "--wal-method=stream",
                "--pgdata=" + backup());
        programs.run(log(), Map.of("PGPASSWORD", password), "pg_basebackup", options);
        programs.run(log(), Map.of(), "pg_verifybackup", List.of(backup().toString()));
    }

    /** The moment at which the newest archived file was written; what is younger can be missing from the archive. */
    public Instant lastArchived() {
        try (Stream<Path> files = Files.list(folder.resolve("archive"))) {
            return files.map(file -> file.toFile().lastModified())
                    .max(Comparator.naturalOrder())
                    .map(Instant::ofEpochMilli)
                    .orElse(Instant.EPOCH);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the server as a crash would, and deletes its disk: only base backup and archive are left. */
    public void lose() {
        Process lost = process;
        if (lost != null) {
            List<ProcessHandle> children = lost.toHandle().descendants().toList();
            lost.destroyForcibly();
            children.forEach(child -> Pause.until(() -> !child.isAlive(), START_LIMIT, INTERVAL));
        }
        delete(data());
    }

    /** Restores the server to a second and starts it on the same port. */
    public void restore(Instant moment) {
        try {
            copy(backup(), data());
            Files.writeString(
                    data().resolve("postgresql.auto.conf"),
                    """
                    restore_command = 'cp %s/%%f %%p'
                    recovery_target_time = '%s'
                    recovery_target_action = 'promote'
                    """.formatted(folder.resolve("archive"), TARGET.format(moment)),
                    StandardOpenOption.APPEND);
            Files.createFile(data().resolve("recovery.signal"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start();
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            if (new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    != 0) {
                throw new IOException(from + " cannot be copied");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying a backup", stopped);
        }
    }

    /** {@code host:port} */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public void execute(String name, String sql) {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException("the server of " + database + " refused a statement", failure);
        }
    }

    public Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address() + "/" + name, "postgres", password);
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                if (!file.delete()) {
                    throw new IllegalStateException(file + " cannot be deleted");
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        Process open = process;
        if (open == null || !open.isAlive()) {
            return;
        }
        ClusterProcess.send(open.toHandle(), "INT");
        try {
            if (!open.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                open.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            open.destroyForcibly();
        }
    }
}
