package dev.comptoir.tools.bench;

import dev.comptoir.app.AotCache;
import dev.comptoir.app.PostgresServer;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.load.Pause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A store service in a process of its own on a durable PostgreSQL: one store, many registers, full shelves. */
final class BenchStore implements AutoCloseable {
    static final int REGISTERS = 64;
    static final int PRODUCTS = 50;
    static final long PRICE_CENTS = 300;

    static final int PORT = 18_380;
    private static final String PASSWORD = "bench password";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private static final String DATABASE = "store";

    /** Of the service of another commit: a service that does not run here owns it. */
    private static final String OTHER_DATABASE = "logistics";

    private final PostgresServer postgres;
    private final String database;
    private final Process service;
    private final int port;

    private BenchStore(PostgresServer postgres, String database, Process service, int port) {
        this.postgres = postgres;
        this.database = database;
        this.service = service;
        this.port = port;
    }

    /** @param cache the value of COMPTOIR_CACHE */
    static BenchStore start(PostgresServer postgres, Path log, int port, String cache)
            throws IOException, SQLException {
        return start(postgres, log, port, Map.of("COMPTOIR_CACHE", cache));
    }

    /** @param more additional settings of this instance */
    static BenchStore start(PostgresServer postgres, Path log, int port, Map<String, String> more)
            throws IOException, SQLException {
        return startJar(postgres, DATABASE, log, port, more, Path.of("store", "target"));
    }

    /**
     * The service of another commit, on a database of its own.
     *
     * @param folder of its jar
     */
    static BenchStore startOther(PostgresServer postgres, Path log, int port, Path folder)
            throws IOException, SQLException {
        return startJar(postgres, OTHER_DATABASE, log, port, Map.of(), folder);
    }

    private static BenchStore startJar(
            PostgresServer postgres, String database, Path log, int port, Map<String, String> more, Path folder)
            throws IOException, SQLException {
        Path jar = folder.resolve("comptoir-store.jar");
        List<String> program = new ArrayList<>(new AotCache(jar).options());
        program.addAll(List.of("-jar", jar.toString()));
        BenchStore store = start(postgres, database, log, port, more, program);
        store.fill();
        return store;
    }

    /** A server that accepts the same tokens and always returns the same bytes. */
    static BenchStore startBytes(PostgresServer postgres, Path log, int port, int bytes) throws IOException {
        return start(
                postgres,
                DATABASE,
                log,
                port,
                Map.of("COMPTOIR_CACHE", "off"),
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        BytesServer.class.getName(),
                        Integer.toString(bytes)));
    }

    private static BenchStore start(
            PostgresServer postgres,
            String database,
            Path log,
            int port,
            Map<String, String> more,
            List<String> program)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(program);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment(postgres, database, port));
        builder.environment().putAll(more);
        BenchStore store = new BenchStore(postgres, database, builder.start(), port);
        store.awaitReady();
        return store;
    }

    private static Map<String, String> environment(PostgresServer postgres, String database, int port) {
        return Map.of(
                "COMPTOIR_HOST",
                "127.0.0.1",
                "COMPTOIR_PORT",
                Integer.toString(port),
                "COMPTOIR_DATABASE_URL",
                postgres.jdbcUrl(database),
                "COMPTOIR_DATABASE_USER",
                database,
                "COMPTOIR_DATABASE_PASSWORD",
                postgres.password(database),
                "COMPTOIR_DATABASE_POOL",
                "32",
                "COMPTOIR_DRAIN_MILLISECONDS",
                "0");
    }

    int port() {
        return port;
    }

    /** Processor time on all cores. */
    Duration processorTime() {
        return service.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void awaitReady() throws IOException {
        Instant limit = Instant.now().plus(START_LIMIT);
        ApiClient probe = ApiClient.of("http://127.0.0.1:" + port);
        while (Instant.now().isBefore(limit) && service.isAlive()) {
            if (probe.get("/health/ready").isSuccess()) {
                return;
            }
            Pause.of(Duration.ofMillis(50));
        }
        throw new IOException("the store did not start; its log is in target/bench");
    }

    /** Writes what the head office would send: no head office runs here. */
    private void fill() throws SQLException {
        try (Connection connection = connection();
                Statement sql = connection.createStatement();
                PreparedStatement employee = connection.prepareStatement(
                        "INSERT INTO employee VALUES ('alice', 'Alice', 'clerk', ?, true, 1) ON CONFLICT DO NOTHING")) {
            sql.execute("""
                    INSERT INTO store VALUES ('S1', 'Plateau', 'America/Toronto',
                        '[{"name":"GST","perMillion":50000},{"name":"QST","perMillion":99750}]', 'store', 1)
                    ON CONFLICT DO NOTHING
                    """);
            sql.execute("INSERT INTO register (store_code, number, name, open, day)"
                    + " SELECT 'S1', n, 'Caisse ' || n, true, 1 FROM generate_series(1, " + REGISTERS
                    + ") AS n ON CONFLICT DO NOTHING");
            sql.execute("INSERT INTO product (id, version, sku, name, description, category, price, low, high,"
                    + " store_thresholds, search) SELECT n, n, 'SKU-' || n, 'Produit ' || n, '', 'Épicerie', "
                    + PRICE_CENTS + ", 5, 1000000, '{}', 'produit ' || n FROM generate_series(1, " + PRODUCTS
                    + ") AS n ON CONFLICT DO NOTHING");
            sql.execute(
                    "INSERT INTO shelf (store_code, product_id, quantity, low, high) SELECT 'S1', id, 1000000000, 5,"
                            + " 2000000000 FROM product ON CONFLICT DO NOTHING");
            employee.setString(1, new Passwords().hash(PASSWORD));
            employee.execute();
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), database, postgres.password(database));
    }

    /** Vacuums between two rounds, so that no variant pays for the dead rows of another. */
    void vacuum() throws SQLException {
        try (Connection connection = connection();
                Statement sql = connection.createStatement()) {
            sql.execute("VACUUM ANALYZE");
            sql.execute("CHECKPOINT");
        } catch (SQLException notAllowed) {
            if (!"42501".equals(notAllowed.getSQLState())) {
                throw notAllowed;
            }
        }
    }

    /** For variants that differ in the schema only. */
    void execute(String statement) throws SQLException {
        try (Connection connection = connection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    long sales() throws SQLException {
        try (Connection connection = connection();
                Statement sql = connection.createStatement();
                var rows = sql.executeQuery("SELECT count(*) FROM sale")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** One for each of the first registers. */
    List<ApiClient> sessions(int registers) {
        ApiClient store = ApiClient.of(URI.create("http://127.0.0.1:" + port), "store");
        return IntStream.rangeClosed(1, registers)
                .mapToObj(register -> store.login(
                        Map.of("username", "alice", "password", PASSWORD, "store", "S1", "register", register)))
                .toList();
    }

    @Override
    public void close() {
        service.destroy();
        service.onExit().join();
    }
}
