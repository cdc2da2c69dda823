package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Event.IntroductionEnded;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Role;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.testing.Shutdown;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPeer;
import dev.comptoir.platform.testing.TestPostgres;
import dev.comptoir.store.receipts.MailSettings;
import dev.comptoir.store.refunds.RefundLimits;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;

/**
 * A store service on a real database, with test doubles of the head office and the warehouse. Stores Plateau (S1, fifty
 * registers) and Verdun (S2, one), GST 5 % and QST 9.975 %; alice is a clerk, bob a manager, farid a warehouse clerk.
 */
public final class StoreWorld implements AfterAllCallback, AutoCloseable {
    static final String PASSWORD = "a long password";
    private static final String HASH = new Passwords().hash(PASSWORD);

    private final DatabaseSettings database = TestPostgres.newDatabase(
                    "store", "classpath:dev/comptoir/store/migrations")
            .settings();
    final TestPeer headOffice = TestPeer.start("headoffice");
    final TestPeer warehouse = TestPeer.start("logistics");
    private List<EmployeeChanged> people = List.of();
    private final AtomicLong versions = new AtomicLong(1);
    private final AtomicLong products = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final @Nullable MailSettings mail;
    private StoreService service;

    StoreWorld() {
        this(null);
    }

    /** @param mail absent when receipts are not sent by e-mail */
    StoreWorld(@Nullable MailSettings mail) {
        this.mail = mail;
        service = startService(0);
        URI address = URI.create("http://127.0.0.1:" + service.port() + "/store");
        headOffice.connectTo("store", address);
        warehouse.connectTo("store", address);
        sendFromHeadOffice(store("S1", "Plateau", 50));
        sendFromHeadOffice(store("S2", "Verdun", 1));
        people = List.of(
                employee("alice", Role.CLERK, true, Instant.EPOCH),
                employee("bob", Role.MANAGER, true, Instant.EPOCH),
                employee("farid", Role.WAREHOUSE_CLERK, true, Instant.EPOCH));
        people.forEach(this::sendFromHeadOffice);
        settled();
        openRegisters();
    }

    /** Opens all registers with an empty drawer, without fifty logins. */
    private void openRegisters() {
        execute("""
                INSERT INTO register_day (store_code, register, day, opened_by, opened_at, opening_float, sales_before,
                                          refunds_before)
                SELECT store_code, number, 1, 'bob', now(), 0, 0, 0 FROM register
                """);
        execute("UPDATE register SET open = true, day = 1");
    }

    private StoreService startService(int port) {
        return StoreService.start(new StoreSettings(
                new ServiceSettings(
                        "store",
                        "127.0.0.1",
                        port,
                        database,
                        Map.of("headoffice", headOffice.address(), "logistics", warehouse.address()),
                        Duration.ZERO,
                        Duration.ofHours(1),
                        512,
                        false),
                new RefundLimits(Money.ofCents(10_000), Money.ofCents(50_000)),
                true,
                mail));
    }

    /** The service's own database, from another pool. */
    Database openDatabase() {
        return StoreService.openDatabase(database, Metrics.none());
    }

    /** Another instance of the same service, on the same database. */
    StoreService anotherInstance() {
        return startService(0);
    }

    StoreService service() {
        return service;
    }

    static StoreChanged store(String code, String name, int registers) {
        return new StoreChanged(
                code,
                name,
                "America/Toronto",
                List.of(new TaxRate("GST", 50_000), new TaxRate("QST", 99_750)),
                IntStream.rangeClosed(1, registers)
                        .mapToObj(number -> new RegisterOfStore(number, "Caisse " + number, false))
                        .toList(),
                "store",
                1,
                List.of(),
                0);
    }

    /** Adds a store without taxes, whose cash is rounded to this many cents. Its registers are closed. */
    void addStore(String code, int registers, int cashIncrement) {
        StoreChanged plain = store(code, code, registers);
        StoreProfile profile = new StoreProfile(
                1, LocalDate.of(2000, 1, 1), code, code, List.of(), null, List.of("fr"), List.of(), cashIncrement);
        sendFromHeadOffice(new StoreChanged(
                code,
                code,
                plain.timeZone(),
                plain.taxes(),
                plain.registers(),
                plain.deployment(),
                nextVersion(),
                List.of(profile),
                epoch()));
        settled();
    }

    EmployeeChanged employee(String name, Role role, boolean active, Instant tokensValidFrom) {
        return new EmployeeChanged(
                name, name, role.word(), HASH, active, tokensValidFrom, versions.incrementAndGet(), epoch());
    }

    /** A new product, at a price in cents. */
    ProductChanged product(String name, long price) {
        long id = products.incrementAndGet();
        return new ProductChanged(
                id,
                versions.incrementAndGet(),
                "SKU-" + id,
                "%013d".formatted(2_000_000_000_000L + id),
                name,
                "",
                "Épicerie",
                Money.ofCents(price),
                Thresholds.DEFAULT,
                Map.of(),
                Instant.now(),
                TaxClass.STANDARD,
                null,
                epoch());
    }

    static ProductChanged taxed(ProductChanged product, String taxClass, @Nullable Deposit deposit) {
        return new ProductChanged(
                product.productId(),
                product.version(),
                product.sku(),
                product.barcode(),
                product.name(),
                product.description(),
                product.category(),
                product.price(),
                product.thresholds(),
                product.storeThresholds(),
                product.changedAt(),
                taxClass,
                deposit,
                product.epoch());
    }

    static ProductChanged repriced(ProductChanged product, long version, long price) {
        return new ProductChanged(
                product.productId(),
                version,
                product.sku(),
                product.barcode(),
                product.name(),
                product.description(),
                product.category(),
                Money.ofCents(price),
                product.thresholds(),
                product.storeThresholds(),
                product.changedAt(),
                product.taxClass(),
                product.deposit(),
                product.epoch());
    }

    /**
     * Introduces the store service anew: everything of this world, and these changes, in a new epoch; whatever else the service
     * holds does not exist at the head office.
     */
    void introduce(Event.Change... changes) {
        long epoch = nextEpoch();
        List<Event.Change> all = new ArrayList<>(List.of(store("S1", "Plateau", 50), store("S2", "Verdun", 1)));
        all.addAll(people);
        all.addAll(List.of(changes));
        all.forEach(change -> sendFromHeadOffice(change.inEpoch(epoch)));
        sendFromHeadOffice(new IntroductionEnded(epoch));
        settled();
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

    void sendFromHeadOffice(Event event) {
        headOffice.send("store", Events.typeOf(event), Events.write(event));
    }

    /** Waits until the service has applied all events. */
    void settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> headOffice.backlog() == 0 && warehouse.backlog() == 0);
    }

    /** A product with this many units on the shelf of Plateau. */
    long productOnShelf(String name, long price, int units) {
        ProductChanged product = product(name, price);
        sendFromHeadOffice(product);
        settled();
        count(product.productId(), units);
        return product.productId();
    }

    void count(long product, int units) {
        bob().post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", units))))
                .expect(201);
    }

    int onShelf(long product) {
        return alice(1).get("/products/" + product)
                .expect(200)
                .path("stock")
                .path("quantity")
                .asInt();
    }

    TestHttp anyone() {
        return at(service.port());
    }

    static TestHttp at(int port) {
        return TestHttp.of("http://127.0.0.1:" + port + "/store/api/v1");
    }

    TestHttp alice(int register) {
        return loggedIn("alice", "S1", register);
    }

    TestHttp bob() {
        return loggedIn("bob", "S1", 1);
    }

    TestHttp loggedIn(String name, String store, int register) {
        return anyone().as(tokenOf(name, store, register));
    }

    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    private String tokenOf(String name, String store, int register) {
        return sessions.computeIfAbsent(name + store + register, session -> newToken(name, store, register));
    }

    String newToken(String name, String store, int register) {
        return anyone().post(
                        "/login", Map.of("username", name, "password", PASSWORD, "store", store, "register", register))
                .expect(200)
                .path("token")
                .asString();
    }

    static Map<String, Object> cash(long cents) {
        return Map.of("tender", "cash", "amount", cents);
    }

    static Map<String, Object> card(long cents) {
        return Map.of("tender", "card", "amount", cents);
    }

    static Map<String, Object> line(long product, int quantity) {
        return Map.of("productId", product, "quantity", quantity);
    }

    /** A sale of some lines, paid with more than enough cash. */
    static Map<String, Object> saleOf(List<Map<String, Object>> lines) {
        return Map.of("lines", lines, "payments", List.of(cash(100_000)));
    }

    /** After the tests of a class, every shelf, book and drawer must add up. */
    @Override
    public void afterAll(ExtensionContext tests) {
        JsonNode reconciliation = reconciliation();
        close();
        assertThat(reconciliation.path("ok").asBoolean())
                .as(reconciliation.toString())
                .isTrue();
    }

    JsonNode reconciliation() {
        return bob().reconcile();
    }

    /** For reading and damaging rows. */
    Connection sql() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /** The single number that a query returns. */
    long number(String query) {
        try (Connection connection = sql();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    int execute(String statement) {
        try (Connection connection = sql()) {
            return connection.createStatement().executeUpdate(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        Shutdown.inParallel(service::close, headOffice::close, warehouse::close);
    }
}
