package dev.comptoir.headoffice;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.headoffice.HeadOfficeSettings.FirstManager;
import dev.comptoir.headoffice.propagation.ReconciliationApi;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.testing.Shutdown;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPeer;
import dev.comptoir.platform.testing.TestPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * A head office with a real database, connected to a test deployment of stores and a test warehouse.
 * Stores Plateau (S1) and Verdun (S2) in Toronto's time; bob manages.
 */
final class HeadOfficeWorld implements AutoCloseable {
    static final String PASSWORD = "a long password";
    static final ZoneId TORONTO = ZoneId.of("America/Toronto");

    private final DatabaseSettings database = TestPostgres.newDatabase(
                    "headoffice", "classpath:dev/comptoir/headoffice/migrations")
            .settings();
    final TestPeer store = TestPeer.start("store");
    final TestPeer warehouse = TestPeer.start("logistics");
    private final HeadOfficeService service;
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> totals = new HashMap<>();

    HeadOfficeWorld() {
        service = start(Map.of("store", store.address(), "logistics", warehouse.address()));
        URI address = URI.create("http://127.0.0.1:" + service.port() + "/headoffice");
        store.connectTo("headoffice", address);
        warehouse.connectTo("headoffice", address);
        openStore("S1", "Plateau");
        openStore("S2", "Verdun");
    }

    /** Another instance, connected to these peers. */
    HeadOfficeService start(Map<String, URI> peers) {
        return start(peers, Duration.ofHours(1));
    }

    /** Another instance, whose tokens expire after {@code tokenLife}. */
    HeadOfficeService start(Map<String, URI> peers, Duration tokenLife) {
        return HeadOfficeService.start(
                new HeadOfficeSettings(settings(peers, tokenLife), new FirstManager("bob", "Bob", PASSWORD)));
    }

    private ServiceSettings settings(Map<String, URI> peers, Duration tokenLife) {
        return new ServiceSettings("headoffice", "127.0.0.1", 0, database, peers, Duration.ZERO, tokenLife, 512, false);
    }

    /** The reconciliation of another instance, which looks for an open run when it starts. */
    ReconciliationJob startReconciliation() {
        ReconciliationJob job = ReconciliationApi.job(settings(Map.of(), Duration.ofHours(1)));
        job.start();
        return job;
    }

    private void openStore(String code, String name) {
        bob().post(
                        "/stores",
                        Map.of(
                                "code", code,
                                "name", name,
                                "timeZone", TORONTO.getId(),
                                "taxes", List.of(Map.of("name", "GST", "perMillion", 50_000)),
                                "registers", List.of(Map.of("number", 1, "name", "Caisse 1"))))
                .expect(201);
    }

    int port() {
        return service.port();
    }

    JsonNode openApi() {
        return TestHttp.of("http://127.0.0.1:" + service.port() + "/headoffice")
                .get("/openapi.json")
                .expect(200);
    }

    TestHttp anyone() {
        return anyoneAt(service);
    }

    static TestHttp anyoneAt(HeadOfficeService instance) {
        return TestHttp.of("http://127.0.0.1:" + instance.port() + "/headoffice/api/v1");
    }

    TestHttp bob() {
        return loggedIn("bob");
    }

    TestHttp loggedIn(String name) {
        return anyone().as(sessions.computeIfAbsent(name, this::newToken));
    }

    String newToken(String name) {
        return newToken(anyone(), name);
    }

    static String newToken(TestHttp instance, String name) {
        return instance.post("/login", Map.of("username", name, "password", PASSWORD))
                .expect(200)
                .path("token")
                .asString();
    }

    void hire(String name, String role) {
        bob().post("/staff", Map.of("username", name, "displayName", name, "role", role, "password", PASSWORD))
                .expect(201);
    }

    JsonNode addProduct(String sku, String name, long price) {
        return bob().post("/products", product(sku, name, price)).expect(201);
    }

    void addTaxClass(String code) {
        bob().post("/tax-classes", Map.of("code", code, "nameFr", code, "nameEn", code))
                .expect(201);
    }

    /** The body of a request that adds a product. */
    static Map<String, Object> product(String sku, String name, long price) {
        return Map.of("sku", sku, "name", name, "category", "Épicerie", "price", price, "taxClass", "standard");
    }

    /** The next sale of a register: one line, 5 % tax, paid in cash. */
    SaleRecorded sale(String code, int register, long product, int quantity, long price, Instant at) {
        Money amount = Money.ofCents(price * quantity);
        Money tax = Money.ofCents((amount.cents() * 5 + 50) / 100);
        Money total = amount.plus(tax);
        String book = code + "-" + register;
        long sequence = sequences.merge(book, 1L, Long::sum);
        long registerTotal = totals.merge(book, total.cents(), Long::sum);
        return new SaleRecorded(
                "%s-%06d".formatted(book, sequence),
                code,
                register,
                sequence,
                Money.ofCents(registerTotal),
                "alice",
                at,
                LocalDate.ofInstant(at, TORONTO),
                List.of(new SaleLine(
                        product,
                        "SKU-" + product,
                        "P" + product,
                        quantity,
                        Money.ofCents(price),
                        amount,
                        List.of(new TaxRate("GST", 50_000)),
                        Money.ZERO,
                        Money.ZERO,
                        null,
                        null)),
                amount,
                List.of(new TaxAmount("GST", 50_000, amount, tax)),
                total,
                List.of(new Payment(Tender.CASH, total.plus(Money.ofCents(100)))),
                Money.ofCents(100),
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    /** A refund of every line of a sale. */
    RefundRecorded refundOf(SaleRecorded sale, Instant at) {
        String book = sale.store() + "-" + sale.register() + "-R";
        long sequence = sequences.merge(book, 1L, Long::sum);
        long registerTotal = totals.merge(book, sale.total().cents(), Long::sum);
        return new RefundRecorded(
                "%s%06d".formatted(book, sequence),
                sale.number(),
                sale.store(),
                sale.register(),
                sequence,
                Money.ofCents(registerTotal),
                "alice",
                at,
                LocalDate.ofInstant(at, TORONTO),
                "abîmé",
                sale.lines().stream()
                        .map(line -> new RefundLine(
                                line.productId(), line.quantity(), line.amount(), true, line.taxes(), line.deposit()))
                        .toList(),
                sale.subtotal(),
                sale.taxes(),
                sale.total(),
                Tender.CASH,
                List.of(new Payment(Tender.CASH, sale.total())),
                Money.ZERO,
                Money.ZERO);
    }

    void storeSends(Event event) {
        store.send("headoffice", Events.typeOf(event), Events.write(event));
    }

    void warehouseSends(Event event) {
        warehouse.send("headoffice", Events.typeOf(event), Events.write(event));
    }

    /** Waits until every event that was sent is applied or a dead letter. */
    void settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> store.backlog() == 0 && warehouse.backlog() == 0);
    }

    JsonNode report(LocalDate from, LocalDate to) {
        return bob().get("/reports/consolidated?from=" + from + "&to=" + to).expect(200);
    }

    JsonNode reconciliation() {
        return bob().reconcile();
    }

    /** The service's own database, from another pool. */
    Database openDatabase() {
        return HeadOfficeService.openDatabase(database, Metrics.none());
    }

    Connection sql() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    int execute(String statement) {
        try (Connection connection = sql()) {
            return connection.createStatement().executeUpdate(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    long count(String query) {
        try (Connection connection = sql();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        Shutdown.inParallel(service::close, store::close, warehouse::close);
    }
}
