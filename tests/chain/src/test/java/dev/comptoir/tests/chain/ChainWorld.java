package dev.comptoir.tests.chain;

import dev.comptoir.app.Chain;
import dev.comptoir.app.Ports;
import dev.comptoir.headoffice.HeadOfficeService;
import dev.comptoir.headoffice.HeadOfficeSettings;
import dev.comptoir.logistics.LogisticsService;
import dev.comptoir.logistics.LogisticsSettings;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.testing.Shutdown;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPostgres;
import dev.comptoir.store.StoreService;
import dev.comptoir.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chain of two stores, Plateau (S1) and Verdun (S2), with a head office and a warehouse, each service on a database of
 * its own; each service can be stopped and started again. Bob manages, alice sells, farid ships.
 */
final class ChainWorld implements AutoCloseable {
    static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    static final String PASSWORD = "a long password";
    static final int REGISTERS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Ports ports;
    private final Map<String, String> moreSettings;
    private final Map<String, DatabaseSettings> databases = new HashMap<>();
    private final Map<String, AutoCloseable> running = new ConcurrentHashMap<>();
    private final Map<String, String> sessions = new HashMap<>();
    private int products;

    ChainWorld() {
        this(Map.of());
    }

    /** @param moreSettings settings of every service */
    ChainWorld(Map<String, String> moreSettings) {
        this.moreSettings = moreSettings;
        ports = freePorts();
        SERVICES.forEach(name -> databases.put(
                name,
                TestPostgres.newDatabase("chain_" + name, "classpath:dev/comptoir/" + name + "/migrations")
                        .settings()));
        SERVICES.reversed().forEach(this::start);
        populate();
    }

    /** Ports that the system chooses just before they are used. */
    private static Ports freePorts() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int count = 0; count < 3; count++) {
                held.add(new ServerSocket(0));
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
            return new Ports(
                    held.get(0).getLocalPort(),
                    held.get(1).getLocalPort(),
                    held.get(2).getLocalPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Map<String, String> environment(String name) {
        Map<String, Chain.Database> homes = new HashMap<>();
        databases.forEach((service, database) ->
                homes.put(service, new Chain.Database(database.url(), database.user(), database.password())));
        Map<String, String> variables = new HashMap<>(Chain.environment(name, ports, homes, "bob:Bob:" + PASSWORD));
        variables.putAll(moreSettings);
        return variables;
    }

    void start(String name) {
        Environment environment = new Environment(environment(name));
        running.put(
                name,
                switch (name) {
                    case "store" -> StoreService.start(StoreSettings.from(environment));
                    case "headoffice" -> HeadOfficeService.start(HeadOfficeSettings.from(environment));
                    default -> LogisticsService.start(LogisticsSettings.from(environment));
                });
    }

    void stop(String name) {
        AutoCloseable service = running.remove(name);
        if (service != null) {
            try {
                service.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private void populate() {
        for (String code : List.of("S1", "S2")) {
            headOffice()
                    .post(
                            "/stores",
                            Map.of(
                                    "code",
                                    code,
                                    "name",
                                    code.equals("S1") ? "Plateau" : "Verdun",
                                    "timeZone",
                                    "America/Toronto",
                                    "taxes",
                                    List.of(
                                            Map.of("name", "GST", "perMillion", 50_000),
                                            Map.of("name", "QST", "perMillion", 99_750)),
                                    "registers",
                                    IntStream.rangeClosed(1, REGISTERS)
                                            .mapToObj(number -> Map.of("number", number, "name", "Caisse " + number))
                                            .toList()))
                    .expect(201);
        }
        hire("alice", "clerk");
        hire("farid", "warehouse-clerk");
        awaitEmptyBacklogs();
        for (String code : List.of("S1", "S2")) {
            for (int number = 1; number <= REGISTERS; number++) {
                session("store", "bob", code, number)
                        .post("/register/open", Map.of("openingFloat", 0))
                        .expect(201);
            }
        }
    }

    void hire(String name, String role) {
        headOffice()
                .post("/staff", Map.of("username", name, "displayName", name, "role", role, "password", PASSWORD))
                .expect(201);
    }

    int port(String service) {
        return switch (service) {
            case "store" -> ports.store();
            case "headoffice" -> ports.headOffice();
            default -> ports.logistics();
        };
    }

    TestHttp anyone(String service) {
        return TestHttp.of("http://127.0.0.1:" + port(service) + "/" + service + "/api/v1");
    }

    TestHttp headOffice() {
        return session("headoffice", "bob", null, 0);
    }

    TestHttp warehouse() {
        return session("logistics", "farid", null, 0);
    }

    TestHttp warehouseManager() {
        return session("logistics", "bob", null, 0);
    }

    TestHttp register(String store, int number) {
        return session("store", "alice", store, number);
    }

    TestHttp manager(String store) {
        return session("store", "bob", store, 1);
    }

    private TestHttp session(String service, String name, @Nullable String store, int register) {
        return anyone(service)
                .as(sessions.computeIfAbsent(
                        service + name + store + register, key -> token(service, name, store, register)));
    }

    String token(String service, String name, @Nullable String store, int register) {
        Map<String, Object> login = new HashMap<>(Map.of("username", name, "password", PASSWORD));
        if (store != null) {
            login.put("store", store);
            login.put("register", register);
        }
        return anyone(service).post("/login", login).expect(200).path("token").asString();
    }

    /** A product that has reached every service, with this many units on the shelf of Plateau. */
    long product(String name, long price, int units) {
        products++;
        long id = headOffice()
                .post(
                        "/products",
                        Map.of(
                                "sku",
                                "SKU-" + products + "-"
                                        + UUID.randomUUID()
                                                .toString()
                                                .substring(0, 4)
                                                .toUpperCase(java.util.Locale.ROOT),
                                "name",
                                name,
                                "category",
                                "Épicerie",
                                "price",
                                price,
                                "taxClass",
                                "standard"))
                .expect(201)
                .path("id")
                .asLong();
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> manager("S1").get("/products/" + id).status() == 200);
        if (units > 0) {
            manager("S1")
                    .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", id, "counted", units))))
                    .expect(201);
        }
        return id;
    }

    JsonNode sell(String store, int register, long product, int quantity) {
        return register(store, register)
                .post("/sales", saleOf(product, quantity))
                .expect(201);
    }

    static Map<String, Object> saleOf(long product, int quantity) {
        return Map.of(
                "lines", List.of(Map.of("productId", product, "quantity", quantity)),
                "payments", List.of(Map.of("tender", "cash", "amount", 100_000)));
    }

    int onShelf(String store, long product) {
        return manager(store)
                .get("/products/" + product)
                .expect(200)
                .path("stock")
                .path("quantity")
                .asInt();
    }

    /** Waits until no running service has a backlog for another running one. */
    void awaitEmptyBacklogs() {
        Awaitility.await().atMost(LIMIT).until(() -> running.keySet().stream().allMatch(name -> backlog(name) == 0));
    }

    long backlog(String service) {
        return count(service, """
                SELECT (SELECT count(*) FROM outbox_backlog)
                    + (SELECT coalesce(sum(resending), 0) FROM outbox_destination)""");
    }

    /** How many events of other services the service keeps because it could not apply them. */
    long deadLetters(String service) {
        return count(service, "SELECT count(*) FROM dead_letter");
    }

    long count(String service, String query) {
        try (Connection connection = sql(service);
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Connection sql(String service) throws SQLException {
        DatabaseSettings database = database(service);
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    DatabaseSettings database(String service) {
        return java.util.Objects.requireNonNull(databases.get(service));
    }

    /** A copy of the database of a stopped service, like a backup. */
    DatabaseSettings backUp(String service) {
        return TestPostgres.copyOf(database(service));
    }

    /** From its next start the service uses another database. */
    void restore(String service, DatabaseSettings backup) {
        databases.put(service, backup);
        sessions.keySet().removeIf(key -> key.startsWith(service));
    }

    /** Asserts that the three reconciliations find no difference. */
    void assertReconciled() {
        for (TestHttp manager : List.of(headOffice(), manager("S1"), warehouseManager())) {
            JsonNode reconciliation = manager.reconcile();
            if (!reconciliation.path("ok").asBoolean()) {
                throw new AssertionError(reconciliation.toPrettyString());
            }
        }
    }

    @Override
    public void close() {
        Shutdown.inParallel(
                SERVICES.stream().<Runnable>map(name -> () -> stop(name)).toArray(Runnable[]::new));
    }
}
