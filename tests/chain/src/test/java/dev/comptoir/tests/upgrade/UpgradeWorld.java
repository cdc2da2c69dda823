package dev.comptoir.tests.upgrade;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chain of two stores, Plateau (S1) and Verdun (S2), whose services run as processes of either version. Bob manages, alice
 * sells, farid ships. Requests and events reach a service through its balancer.
 */
final class UpgradeWorld implements AutoCloseable {
    static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    static final int REGISTERS = 3;
    private static final String PASSWORD = "a long password";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
    private final Map<String, Balancer> balancers = new HashMap<>();
    private final Map<String, List<Instance>> instances = new ConcurrentHashMap<>();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    /** All services in one version, with an open register day at each register. */
    UpgradeWorld(Version version) {
        SERVICES.forEach(service -> {
            databases.put(
                    service, TestPostgres.newDatabase("upgrade_" + service).settings());
            balancers.put(service, Balancer.start());
            instances.put(service, new ArrayList<>());
        });
        SERVICES.reversed().forEach(service -> {
            add(version, service);
            route(service);
        });
        openStores();
        hire("alice", "clerk");
        hire("farid", "warehouse-clerk");
        awaitReplicas();
        openRegisters();
    }

    /** Starts one more instance of a service, which the balancer does not use before {@link #route}. */
    Instance add(Version version, String service) {
        int port = freePort();
        Instance instance = Instance.start(version, service, port, settings(service, port));
        Objects.requireNonNull(instances.get(service)).add(instance);
        return instance;
    }

    /** Takes an instance out of the balancer, then stops it. */
    void remove(String service, Instance instance) {
        Objects.requireNonNull(instances.get(service)).remove(instance);
        route(service);
        instance.close();
    }

    /** Stops an instance without a change of the routes. */
    void stop(String service, Instance instance) {
        Objects.requireNonNull(instances.get(service)).remove(instance);
        instance.close();
    }

    /** The first instance of a service that still runs. */
    Instance first(String service) {
        return Objects.requireNonNull(instances.get(service)).getFirst();
    }

    /** The balancer uses all instances of a service. */
    void route(String service) {
        balancer(service).sendTo(Objects.requireNonNull(instances.get(service)));
    }

    /** Nothing reaches the services through their balancers until {@link #route}. */
    void disconnect() {
        SERVICES.forEach(service -> balancer(service).sendTo(List.of()));
    }

    private Balancer balancer(String service) {
        return Objects.requireNonNull(balancers.get(service));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, String> settings(String service, int port) {
        DatabaseSettings database = Objects.requireNonNull(databases.get(service));
        return Map.of(
                "COMPTOIR_NAME",
                service,
                "COMPTOIR_HOST",
                "127.0.0.1",
                "COMPTOIR_PORT",
                Integer.toString(port),
                "COMPTOIR_DATABASE_URL",
                database.url(),
                "COMPTOIR_DATABASE_USER",
                database.user(),
                "COMPTOIR_DATABASE_PASSWORD",
                database.password(),
                "COMPTOIR_DATABASE_POOL",
                "6",
                "COMPTOIR_DRAIN_MILLISECONDS",
                "200",
                "COMPTOIR_FIRST_MANAGER",
                "bob:Bob:" + PASSWORD,
                "COMPTOIR_PEERS",
                SERVICES.stream()
                        .filter(peer -> !peer.equals(service))
                        .map(peer -> "%s=http://127.0.0.1:%d/%s"
                                .formatted(peer, balancer(peer).port(), peer))
                        .collect(Collectors.joining(",")));
    }

    private void openStores() {
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
    }

    void hire(String name, String role) {
        headOffice()
                .post("/staff", Map.of("username", name, "displayName", name, "role", role, "password", PASSWORD))
                .expect(201);
    }

    private void openRegisters() {
        for (String code : List.of("S1", "S2")) {
            for (int number = 1; number <= REGISTERS; number++) {
                register(code, number)
                        .post("/register/open", Map.of("openingFloat", 0))
                        .expect(201);
            }
        }
    }

    TestHttp anyone(String service) {
        return TestHttp.of(
                "http://127.0.0.1:%d/%s/api/v1".formatted(balancer(service).port(), service));
    }

    TestHttp headOffice() {
        return anyone("headoffice").as(token("headoffice", "bob", null, 0));
    }

    TestHttp warehouse() {
        return anyone("logistics").as(token("logistics", "farid", null, 0));
    }

    TestHttp register(String store, int number) {
        return anyone("store").as(token("store", "alice", store, number));
    }

    TestHttp manager(String store) {
        return anyone("store").as(token("store", "bob", store, 1));
    }

    /** A session lasts over upgrades and rollbacks: its token was signed by the version that ran first. */
    String token(String service, String name, @Nullable String store, int register) {
        return sessions.computeIfAbsent(
                service + name + store + register, session -> login(service, name, store, register));
    }

    String login(String service, String name, @Nullable String store, int register) {
        Map<String, Object> login = new HashMap<>(Map.of("username", name, "password", PASSWORD));
        if (store != null) {
            login.put("store", store);
            login.put("register", register);
        }
        return anyone(service).post("/login", login).expect(200).path("token").asString();
    }

    /** A product that has reached every service, with this many units on the shelves of both stores. */
    long product(String sku, long price, int units) {
        long id = add(Map.of("sku", sku, "name", "Lait " + sku, "category", "Épicerie", "price", price))
                .path("id")
                .asLong();
        awaitReplicas();
        for (String code : List.of("S1", "S2")) {
            manager(code)
                    .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", id, "counted", units))))
                    .expect(201);
        }
        return id;
    }

    /** Version 0.2 has no tax classes, and refuses a product with one; later versions refuse one without. */
    private JsonNode add(Map<String, Object> product) {
        Map<String, Object> classified = new HashMap<>(product);
        classified.put("taxClass", "standard");
        Reply reply = headOffice().post("/products", classified);
        return reply.status() == 400 ? headOffice().post("/products", product).expect(201) : reply.expect(201);
    }

    static Map<String, Object> saleOf(long product, int quantity) {
        return Map.of(
                "lines", List.of(Map.of("productId", product, "quantity", quantity)),
                "payments", List.of(Map.of("tender", "cash", "amount", 100_000)));
    }

    /** Waits until the stores, the warehouse and the head office have the same products, stores and staff. */
    void awaitReplicas() {
        for (Map.Entry<String, List<String>> table : Map.of(
                        "SELECT id, version, sku, name FROM product ORDER BY id", SERVICES,
                        "SELECT id, version, price FROM product ORDER BY id", List.of("headoffice", "store"),
                        "SELECT code, name, version FROM store ORDER BY code", SERVICES,
                        "SELECT username, role, password_hash, active, version FROM employee ORDER BY username",
                                SERVICES)
                .entrySet()) {
            Awaitility.await(table.getKey())
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> table.getValue().stream()
                                    .map(service -> rows(service, table.getKey()))
                                    .distinct()
                                    .count()
                            == 1);
        }
    }

    /** Waits until no service has events for another one. */
    void awaitEmptyBacklogs() {
        Map<String, String> states = Map.of("store", "/status", "logistics", "/status", "headoffice", "/propagation");
        Awaitility.await("empty backlogs")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> states.entrySet().stream()
                        .flatMap(state ->
                                managerOf(state.getKey())
                                        .get(state.getValue())
                                        .expect(200)
                                        .findValues("backlog")
                                        .stream())
                        .allMatch(backlog -> backlog.asLong() == 0));
    }

    TestHttp managerOf(String service) {
        return service.equals("store") ? manager("S1") : anyone(service).as(token(service, "bob", null, 0));
    }

    /** The reconciliation of each service must find no difference. */
    void awaitReconciled() {
        for (String service : SERVICES) {
            Awaitility.await("reconciliation of " + service)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        managerOf(service).post("/reconciliation", Map.of());
                        JsonNode reconciliation =
                                managerOf(service).get("/reconciliation").expect(200);
                        if (!reconciliation.path("ok").asBoolean()) {
                            throw new AssertionError(service + ": " + reconciliation.toPrettyString());
                        }
                    });
        }
    }

    /** The rows of a query, each as text. */
    List<String> rows(String service, String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = sql(service);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.append(column == 1 ? "" : "|").append(rows.getString(column));
                }
                found.add(row.toString());
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return found;
    }

    void execute(String service, String statement) {
        try (Connection connection = sql(service)) {
            connection.createStatement().execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection sql(String service) throws SQLException {
        DatabaseSettings database = Objects.requireNonNull(databases.get(service));
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /** A key for a request that is repeated until its outcome is known. */
    static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        instances.values().stream().flatMap(List::stream).toList().forEach(Instance::close);
        balancers.values().forEach(Balancer::close);
    }
}
