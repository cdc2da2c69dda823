package dev.comptoir.platform.testing;

import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The PostgreSQL server of this build. The first test process that needs a database starts {@link TestPostgresServer}, and the
 * others find its address in a file named after the process that runs the build.
 */
public final class TestPostgres {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

    private static final Set<String> TEMPLATES = ConcurrentHashMap.newKeySet();

    /** Initialised at the first use, and never in the server's own process. */
    private static final class Server {
        static final String ADMIN_URL = adminUrl();
    }

    private TestPostgres() {}

    /** Creates an empty database that no other test uses. */
    public static TestDatabase newDatabase(String prefix) {
        String name = nameOf(prefix);
        try (Connection connection = connectionTo(Server.ADMIN_URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " STRATEGY file_copy");
        } catch (SQLException failure) {
            throw new IllegalStateException("the test server created no database", failure);
        }
        return database(name);
    }

    /**
     * Creates a database that no other test uses, with the schema that {@link Database#open} gives it, and with a signing key:
     * once per build the schema is migrated and the key generated, and then both are copied.
     */
    public static TestDatabase newDatabase(String prefix, String migrations) {
        String name = nameOf(prefix);
        try (Connection connection = connectionTo(Server.ADMIN_URL);
                Statement statement = connection.createStatement()) {
            String template = template(statement, migrations);
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
            TestDatabase copy = database(name);
            giveIdentity(copy);
            return copy;
        } catch (SQLException failure) {
            throw new IllegalStateException("the test server copied no database", failure);
        }
    }

    /** Creates a copy of a database that nobody uses, like a backup. */
    public static DatabaseSettings copyOf(DatabaseSettings original) {
        String name = original.url().replaceAll(".*/([a-z0-9_]+)\\?.*", "$1");
        String copy = nameOf("copy");
        try (Connection connection = connectionTo(Server.ADMIN_URL);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + copy + " TEMPLATE " + name + " STRATEGY file_copy");
        } catch (SQLException failure) {
            throw new IllegalStateException("the test server copied no database", failure);
        }
        return new DatabaseSettings(database(copy).jdbcUrl(), original.user(), original.password(), original.pool());
    }

    /** The lock ends with the connection. */
    private static String template(Statement statement, String migrations) throws SQLException {
        String template = "template_" + migrations.replaceAll("[^a-z0-9]+", "_");
        if (TEMPLATES.contains(template)) {
            return template;
        }
        statement.execute("SELECT pg_advisory_lock(hashtext('" + template + "'))");
        try (ResultSet known = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + template + "'")) {
            if (!known.next()) {
                statement.execute("CREATE DATABASE " + template + " STRATEGY file_copy");
                prepare(database(template).settings(), migrations);
            }
        }
        TEMPLATES.add(template);
        return template;
    }

    private static void prepare(DatabaseSettings settings, String migrations) {
        ServiceSettings service = new ServiceSettings(
                "template", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 1, false);
        try (Database database = Database.open(settings, migrations);
                Tokens tokens = Tokens.open(service, database, Clock.systemUTC())) {
            tokens.publicKeys();
        }
    }

    private static void giveIdentity(TestDatabase copy) throws SQLException {
        try (Connection connection = connectionTo(copy.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE database_incarnation SET id = gen_random_uuid()");
        }
    }

    private static String nameOf(String prefix) {
        return prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + "_"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static Connection connectionTo(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
    }

    private static TestDatabase database(String name) {
        return new TestDatabase(Server.ADMIN_URL.replace("/postgres?", "/" + name + "?"), "postgres", "");
    }

    static Path addressFile(long build) {
        return FOLDER.resolve("comptoir-test-postgres-" + build + ".address");
    }

    /** Maven may start a test process by way of a shell. */
    private static long build() {
        ProcessHandle self = ProcessHandle.current();
        ProcessHandle parent = self.parent().orElse(self);
        return isJava(parent)
                ? parent.pid()
                : parent.parent().filter(TestPostgres::isJava).orElse(parent).pid();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("java"))
                .orElse(false);
    }

    private static String adminUrl() {
        long build = build();
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
