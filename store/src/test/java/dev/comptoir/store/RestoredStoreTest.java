package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.SkippedNumbers;
import dev.comptoir.contract.Event.StockCountsListed;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Replicated.Cause;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.store.book.RegisterBooks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** After a restore no number is used twice, and the head office gets what it lacks. */
class RestoredStoreTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static <T> T withBooks(BiFunction<RegisterBooks, Database, T> action) {
        try (Database database = world.openDatabase()) {
            return action.apply(new RegisterBooks(new Outbox(database), "store", Clock.systemUTC()), database);
        }
    }

    private static Map<String, String> digests(String destination) {
        return withBooks((books, database) -> database.write(sql -> books.digests(sql, destination)));
    }

    private static void introduce(Cause cause, Map<String, String> held) {
        withBooks((books, database) -> database.write(sql -> {
            books.introduce(sql, "headoffice", cause, held);
            return held;
        }));
    }

    private static JsonNode sell(int register, long product, int units) {
        return world.alice(register)
                .post("/sales", StoreWorld.saleOf(List.of(StoreWorld.line(product, units))))
                .expect(201);
    }

    private static List<SaleRecorded> sent(int register) {
        return world.headOffice.received("SaleRecorded").stream()
                .map(payload -> (SaleRecorded) Events.read("SaleRecorded", payload))
                .filter(sale -> sale.register() == register)
                .toList();
    }

    private static List<RegisterSequencesMoved> moves() {
        return world.headOffice.received("RegisterSequencesMoved").stream()
                .map(payload -> (RegisterSequencesMoved) Events.read("RegisterSequencesMoved", payload))
                .toList();
    }

    @Test
    void theDigestOfARegisterIsItsLastNumbersAndTotals() {
        long milk = world.productOnShelf("Lait", 1000, 50);
        sell(11, milk, 1);
        sell(11, milk, 2);
        assertThat(digests("headoffice"))
                .containsEntry("register S1-11", "2:3450 0:0 0")
                .doesNotContainKey("register S1-50");
        assertThat(digests("logistics")).isEmpty();
    }

    @Test
    void aRestoredRegisterSkipsTheNumbersThatTheHeadOfficeHas() {
        long bread = world.productOnShelf("Pain", 1000, 50);
        sell(12, bread, 1);
        introduce(Cause.RESTORED, Map.of("register S1-12", "20:9999 3:100 4"));
        assertThat(sell(12, bread, 1).path("number").asString()).isEqualTo("S1-12-000021");
        assertThat(digests("headoffice")).containsEntry("register S1-12", "21:2300 3:0 4");
        JsonNode closed = world.loggedIn("bob", "S1", 12)
                .post("/register/close", Map.of("counted", List.of()))
                .expect(201);
        assertThat(closed.path("report").path("number").asString()).isEqualTo("S1-12-Z000005");
        Awaitility.await()
                .untilAsserted(() -> assertThat(moves()).anySatisfy(moved -> {
                    assertThat(moved.register()).isEqualTo(12);
                    assertThat(moved.sales()).isEqualTo(new SkippedNumbers(1, 20));
                    assertThat(moved.salesTotal()).isEqualTo(Money.ofCents(1150));
                    assertThat(moved.refunds()).isEqualTo(new SkippedNumbers(0, 3));
                    assertThat(moved.days()).isEqualTo(new SkippedNumbers(0, 4));
                }));
        assertThat(world.reconciliation().path("ok").asBoolean())
                .as(world.reconciliation().toString())
                .isTrue();
        world.loggedIn("bob", "S1", 12)
                .post("/register/open", Map.of("openingFloat", 0))
                .expect(201);
    }

    @Test
    void aClosedRegisterSkipsNumbersToo() {
        world.loggedIn("bob", "S1", 13)
                .post("/register/close", Map.of("counted", List.of()))
                .expect(201);
        introduce(Cause.RESTORED, Map.of("register S1-13", "7:700 0:0 2"));
        world.loggedIn("bob", "S1", 13)
                .post("/register/open", Map.of("openingFloat", 0))
                .expect(201);
        long tea = world.productOnShelf("Thé", 1000, 50);
        assertThat(sell(13, tea, 1).path("number").asString()).isEqualTo("S1-13-000008");
        JsonNode closed = world.loggedIn("bob", "S1", 13)
                .post("/register/close", Map.of("counted", List.of()))
                .expect(201);
        assertThat(closed.path("report").path("number").asString()).isEqualTo("S1-13-Z000003");
    }

    @Test
    void aRestoredStoreListsTheStockCountsThatItHas() {
        long salt = world.productOnShelf("Sel", 1000, 50);
        Instant countedAt = Instant.parse(world.bob()
                .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", salt, "counted", 40))))
                .expect(201)
                .path("countedAt")
                .asString());
        introduce(Cause.RESTORED, Map.of());
        Awaitility.await()
                .untilAsserted(() -> assertThat(countLists()).anySatisfy(list -> {
                    assertThat(list.store()).isEqualTo("S1");
                    assertThat(list.countedAt()).contains(countedAt);
                    assertThat(list.since()).isEqualTo(list.listedAt().minus(Duration.ofDays(30)));
                }));
        assertThat(countLists()).filteredOn(list -> list.store().equals("S2")).isNotEmpty();
    }

    private static List<StockCountsListed> countLists() {
        return world.headOffice.received("StockCountsListed").stream()
                .map(payload -> (StockCountsListed) Events.read("StockCountsListed", payload))
                .toList();
    }

    /** Two sodas at 1.99 less 2.50, and one at 1.99: 3.47, taxes 0.17 and 0.35, deposits 0.30; by card and in cash. */
    private static void refundedSaleWithDepositsAndDiscount(int register) {
        ProductChanged plain = world.product("Soda", 199);
        world.sendFromHeadOffice(StoreWorld.taxed(plain, plain.taxClass(), new Deposit(1, Money.ofCents(10))));
        world.settled();
        world.count(plain.productId(), 10);
        TestHttp bob = world.loggedIn("bob", "S1", register);
        String line = "/cart/lines/" + plain.productId();
        bob.post("/cart/lines", Map.of("productId", plain.productId(), "quantity", 2))
                .expect(200);
        bob.put(line + "/discount", Map.of("amount", 250, "reason", "date")).expect(200);
        bob.put(line, Map.of("quantity", 3)).expect(200);
        String sale = bob.post(
                        "/sales",
                        Map.of("payments", List.of(StoreWorld.card(100), StoreWorld.cash(329)), "expectedTotal", 429))
                .expect(201)
                .path("number")
                .asString();
        bob.post("/sales/" + sale + "/refunds", Map.of("reason", "erreur")).expect(201);
        bob.put("/cart/empties", Map.of("empties", List.of(Map.of("containers", 6, "each", 10))))
                .expect(200);
        bob.post("/sales", Map.of("payments", List.of())).expect(201);
    }

    @Test
    void whatTheHeadOfficeLacksIsSentAgainAsItWas() {
        long oil = world.productOnShelf("Huile", 1000, 50);
        sell(14, oil, 1);
        JsonNode second = sell(14, oil, 2);
        world.alice(14)
                .post(
                        "/sales/" + second.path("number").asString() + "/refunds",
                        Map.of(
                                "reason",
                                "abîmé",
                                "lines",
                                List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true))))
                .expect(201);
        refundedSaleWithDepositsAndDiscount(14);
        world.loggedIn("bob", "S1", 14)
                .post("/register/close", Map.of("counted", List.of()))
                .expect(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sent(14)).hasSize(4));
        introduce(Cause.LOG_TOO_SHORT, Map.of("register S1-14", "1:1150 0:0 0"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(sent(14)).hasSize(8);
            assertThat(received("RefundRecorded")).hasSize(4);
            assertThat(received("RegisterClosed")).hasSize(2);
        });
        assertThat(sent(14).subList(4, 8)).containsExactlyElementsOf(sent(14).subList(0, 4));
        assertThat(received("RefundRecorded").subList(2, 4))
                .isEqualTo(received("RefundRecorded").subList(0, 2));
        assertThat(((RegisterClosed) received("RegisterClosed").get(1)))
                .isEqualTo(received("RegisterClosed").get(0));
    }

    @Test
    void stockCountsAndReceiptsThatTheHeadOfficeLacksAreSentAgainAsTheyWere() {
        long sugar = world.productOnShelf("Sucre", 1000, 50);
        JsonNode order = world.alice(16)
                .post("/restock-orders", Map.of("productId", sugar, "quantity", 7))
                .expect(201);
        RestockShipped shipped = new RestockShipped(
                UUID.fromString(order.path("id").asString()), "S1", sugar, 7, "farid", Instant.now());
        world.warehouse.send("store", "RestockShipped", Events.write(shipped));
        Awaitility.await().untilAsserted(() -> assertThat(movementsOf(sugar)).hasSize(2));
        introduce(Cause.LOG_TOO_SHORT, Map.of());
        Awaitility.await().untilAsserted(() -> assertThat(movementsOf(sugar)).hasSize(4));
        assertThat(movementsOf(sugar).subList(2, 4))
                .isEqualTo(movementsOf(sugar).subList(0, 2));
    }

    private static List<Object> movementsOf(long product) {
        return world.headOffice.received().stream()
                .filter(sent -> sent.payload().matches(".*\"productId\": %d\\b.*".formatted(product)))
                .filter(sent ->
                        sent.type().equals("StockCounted") || sent.type().equals("RestockReceived"))
                .<Object>map(sent -> Events.read(sent.type(), sent.payload()))
                .toList();
    }

    private static List<Object> received(String type) {
        return world.headOffice.received(type).stream()
                .filter(payload -> payload.contains("S1-14-"))
                .<Object>map(payload -> Events.read(type, payload))
                .toList();
    }

    @Test
    void aDifferentLastSaleIsSentAgainOnly() {
        long jam = world.productOnShelf("Confiture", 1000, 50);
        sell(15, jam, 1);
        sell(15, jam, 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sent(15)).hasSize(2));
        introduce(Cause.DIFFERENT, Map.of("register S1-15", "2:2000 0:0 0"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(sent(15)).hasSize(3));
        assertThat(sent(15).get(2)).isEqualTo(sent(15).get(1));
    }
}
