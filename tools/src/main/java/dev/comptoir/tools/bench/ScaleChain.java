package dev.comptoir.tools.bench;

import dev.comptoir.app.Secrets;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.lab.measure.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A chain of some size, made by SQL beside the demo's data, on a cluster of its own. No response is cached. */
final class ScaleChain implements AutoCloseable {
    private static final int REGISTERS = 6;
    private static final int REGISTERS_OF_A_STORE = 2;

    /** No cache, and no scheduled reconciliation beside a measurement. */
    private static final Map<String, String> SETTINGS =
            Map.of("COMPTOIR_CACHE", "off", "COMPTOIR_RECONCILIATION_MINUTES", "1440");

    private final ScaleSize size;
    private final Path folder;
    private final Cluster cluster;

    private ScaleChain(ScaleSize size, Path folder, Cluster cluster) {
        this.size = size;
        this.folder = folder;
        this.cluster = cluster;
    }

    /** @param folder is emptied before */
    static ScaleChain start(ScaleSize size, Path folder) throws SQLException {
        new Cluster(folder, Path.of(".")).clear();
        Folders.delete(folder);
        System.out.println("making a chain: " + size);
        ScaleChain chain = new ScaleChain(size, folder, new Cluster(folder, Path.of("."), SETTINGS));
        chain.cluster.up(ClusterPlan.of(0, Map.of()));
        try {
            chain.cost().settle();
            chain.fill();
            return chain;
        } catch (SQLException | RuntimeException failure) {
            chain.cluster.down();
            throw failure;
        }
    }

    ScaleSize size() {
        return size;
    }

    ClusterCost cost() {
        return new ClusterCost(cluster);
    }

    /** While no service runs: relays would compare the copies before all of them are made. */
    private void fill() throws SQLException {
        cluster.state().instances().forEach(instance -> cluster.stop(instance.name()));
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (String service : ClusterState.SERVICES) {
            execute(service, size.apply(script("common") + script(service), now), "RESET ALL", "VACUUM ANALYZE");
        }
        execute("store", "CHECKPOINT");
        cluster.state().instances().forEach(instance -> cluster.restart(instance.name()));
    }

    private static String script(String name) {
        try (InputStream script =
                Objects.requireNonNull(ScaleChain.class.getResourceAsStream("scale-" + name + ".sql"), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Executes each statement as the server's superuser. */
    void execute(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    Connection connect(String database) throws SQLException {
        int port = cluster.state().find("postgres").orElseThrow().port();
        String password = Secrets.in(folder.resolve("secrets.properties")).password("database.postgres");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", password);
    }

    Path databaseLog() {
        return folder.resolve("postgres.log");
    }

    /** Stops a service and starts it again; the seconds until it is ready. */
    double secondsToStart(String service) {
        String instance = service + "-1";
        cluster.stop(instance);
        long start = System.nanoTime();
        cluster.restart(instance);
        return (System.nanoTime() - start) / 1e9;
    }

    ApiClient manager() {
        return login("headoffice", "bob", Map.of());
    }

    /** A clerk at a register of the first three stores. */
    ApiClient register(int number) {
        String store = "A000" + (1 + number / REGISTERS_OF_A_STORE);
        return login("store", "alice", Map.of("store", store, "register", 1 + number % REGISTERS_OF_A_STORE));
    }

    List<ApiClient> registers() {
        return IntStream.range(0, REGISTERS).mapToObj(this::register).toList();
    }

    private ApiClient login(String service, String username, Map<String, Object> place) {
        ClusterProcess instance = cluster.state().find(service + "-1").orElseThrow();
        return ApiClient.of(URI.create(instance.url()), service)
                .over(PlainConnections.of(0, instance.port()))
                .login(cluster.login(username, place));
    }

    /** The differences that a full reconciliation of each service finds. */
    Map<String, String> differences() {
        Map<String, String> differences = new HashMap<>();
        Map.of("store", register("bob"), "headoffice", manager(), "logistics", login("logistics", "bob", Map.of()))
                .forEach((service, user) -> {
                    JsonNode result = user.reconcile().orThrow().json();
                    if (!result.path("ok").asBoolean()) {
                        differences.put(service, result.toString());
                    }
                });
        return differences;
    }

    private ApiClient register(String username) {
        return login("store", username, Map.of("store", "A0001", "register", 1));
    }

    /** The logs stay. */
    @Override
    public void close() {
        cluster.down();
        Folders.delete(folder.resolve("postgres"));
    }
}
