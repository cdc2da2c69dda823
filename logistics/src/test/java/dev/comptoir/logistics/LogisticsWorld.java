package dev.comptoir.logistics;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Role;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.testing.Shutdown;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPeer;
import dev.comptoir.platform.testing.TestPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A logistics service with a real database, connected to a test head office and two test deployments of stores. Plateau
 * (S1) is served by {@code store}, Verdun (S2) by {@code storewest}; farid and nadia are warehouse clerks, bob is a
 * manager, alice a clerk.
 */
final class LogisticsWorld implements AutoCloseable {
    static final String PASSWORD = "a long password";
    private static final String HASH = new Passwords().hash(PASSWORD);

    private final DatabaseSettings database = TestPostgres.newDatabase(
                    "logistics", "classpath:dev/comptoir/logistics/migrations")
            .settings();
    final TestPeer headOffice = TestPeer.start("headoffice");
    final TestPeer store = TestPeer.start("store");
    final TestPeer storeWest = TestPeer.start("storewest");
    private final AtomicLong versions = new AtomicLong();
    private final AtomicLong products = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    final List<EmployeeChanged> people = List.of(
            employee("farid", Role.WAREHOUSE_CLERK, true),
            employee("nadia", Role.WAREHOUSE_CLERK, true),
            employee("bob", Role.MANAGER, true),
            employee("alice", Role.CLERK, true));
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final LogisticsService service;

    LogisticsWorld() {
        service = LogisticsService.start(new LogisticsSettings(new ServiceSettings(
                "logistics",
                "127.0.0.1",
                0,
                database,
                Map.of(
                        "headoffice", headOffice.address(),
                        "store", store.address(),
                        "storewest", storeWest.address()),
                Duration.ZERO,
                Duration.ofHours(1),
                512,
                false)));
        URI address = URI.create("http://127.0.0.1:" + service.port() + "/logistics");
        peers().forEach(peer -> peer.connectTo("logistics", address));
        send(storeServedBy("S1", "Plateau", "store"));
        send(storeServedBy("S2", "Verdun", "storewest"));
        people.forEach(this::send);
        settled();
    }

    private List<TestPeer> peers() {
        return List.of(headOffice, store, storeWest);
    }

    /** Begins an epoch, to which what this world makes from now on belongs. */
    long nextEpoch() {
        return epoch.incrementAndGet();
    }

    long epoch() {
        return epoch.get();
    }

    long nextVersion() {
        return versions.incrementAndGet();
    }

    StoreChanged storeServedBy(String code, String name, String deployment) {
        return new StoreChanged(
                code, name, "America/Toronto", List.of(), List.of(), deployment, nextVersion(), List.of(), epoch());
    }

    EmployeeChanged employee(String name, Role role, boolean active) {
        return new EmployeeChanged(name, name, role.word(), HASH, active, Instant.EPOCH, nextVersion(), epoch());
    }

    /** A new product. */
    ProductChanged product(String name) {
        return product(products.incrementAndGet(), nextVersion(), name);
    }

    ProductChanged product(long id, long version, String name) {
        return new ProductChanged(
                id,
                version,
                "SKU-" + id,
                "%013d".formatted(2_000_000_000_000L + id),
                name,
                "",
                "Épicerie",
                Money.ofCents(100),
                Thresholds.DEFAULT,
                Map.of(),
                Instant.now(),
                TaxClass.STANDARD,
                null,
                epoch());
    }

    RestockRequested request(String store, long product, int quantity) {
        return new RestockRequested(UUID.randomUUID(), store, product, quantity, "alice", Instant.now());
    }

    /** Sends an event from the head office. */
    void send(Event event) {
        send(headOffice, event);
    }

    void send(TestPeer peer, Event event) {
        peer.send("logistics", Events.typeOf(event), Events.write(event));
    }

    /** Waits until every event has arrived, in both directions. */
    void settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> peers().stream().allMatch(peer -> peer.backlog() == 0) && owes() == 0);
    }

    private long owes() {
        return bob().get("/status").expect(200).path("backlog").asLong();
    }

    /** A new product with this central stock. */
    long productInWarehouse(String name, int units) {
        ProductChanged product = product(name);
        send(product);
        settled();
        if (units > 0) {
            farid().post("/stock/" + product.productId() + "/receipts", Map.of("quantity", units))
                    .expect(200);
        }
        return product.productId();
    }

    /** A restock order of Plateau, after it has arrived. */
    UUID requested(long product, int quantity) {
        RestockRequested order = request("S1", product, quantity);
        send(store, order);
        settled();
        return order.orderId();
    }

    long centralStock(long product) {
        return farid().get("/products/" + product)
                .expect(200)
                .path("centralStock")
                .asLong();
    }

    String state(UUID order) {
        return farid().get("/restock-orders/" + order).expect(200).path("state").asString();
    }

    /** The kind of the dead letter with this error. */
    String kindOfDeadLetter(String error) {
        for (JsonNode letter : bob().get("/dead-letters").expect(200).path("items")) {
            if (letter.path("error").asString().endsWith(error)) {
                return letter.path("kind").asString();
            }
        }
        throw new AssertionError("no dead letter has the error " + error);
    }

    int port() {
        return service.port();
    }

    JsonNode openApi() {
        return TestHttp.of("http://127.0.0.1:" + service.port() + "/logistics")
                .get("/openapi.json")
                .expect(200);
    }

    TestHttp anyone() {
        return TestHttp.of("http://127.0.0.1:" + service.port() + "/logistics/api/v1");
    }

    TestHttp farid() {
        return loggedIn("farid");
    }

    TestHttp nadia() {
        return loggedIn("nadia");
    }

    TestHttp bob() {
        return loggedIn("bob");
    }

    private TestHttp loggedIn(String name) {
        return anyone().as(sessions.computeIfAbsent(name, this::newToken));
    }

    String newToken(String name) {
        return logIn(name, PASSWORD).expect(200).path("token").asString();
    }

    TestHttp.Reply logIn(String name, String password) {
        return anyone().post("/login", Map.of("username", name, "password", password));
    }

    /** Changes the database directly. */
    void tamper(String statement) {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        Shutdown.inParallel(service::close, () -> peers().forEach(TestPeer::close));
    }
}
