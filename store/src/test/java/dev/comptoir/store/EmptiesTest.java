package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Empty containers come back off the bill, or without a sale for cash, in a store that rounds cash to 5 cents. A cola is 1.99
 * and 0.10 of deposit: with taxes of 0.10 and 0.20 2.39. Two are 3.98, with 0.20 and 0.40 of taxes and 0.20 of deposits 4.78.
 */
class EmptiesTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final int REGISTERS = 31;

    private static long cola;

    @BeforeAll
    static void openStore() {
        LocalDate past = LocalDate.of(2000, 1, 1);
        StoreProfile profile = new StoreProfile(
                1,
                past,
                "Consignes inc.",
                "Consignes",
                List.of(),
                null,
                List.of("fr"),
                List.of(tax("GST", "F", 50_000, past), tax("QST", "P", 99_750, past)),
                5);
        world.sendFromHeadOffice(new StoreChanged(
                "E1",
                "Consignes",
                "America/Toronto",
                List.of(new TaxRate("GST", 50_000)),
                IntStream.rangeClosed(1, REGISTERS)
                        .mapToObj(number -> new RegisterOfStore(number, "Caisse " + number, false))
                        .toList(),
                "store",
                world.nextVersion(),
                List.of(profile),
                world.epoch()));
        cola = bearing("Cola", 199, 10);
        bearing("Soda au gingembre, verre", 349, 25);
        bearing("Cartouche", 500, 2);
        world.settled();
        world.loggedIn("bob", "E1", 1)
                .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", cola, "counted", 100))))
                .expect(201);
    }

    private static Tax tax(String name, String mark, int perMillion, LocalDate from) {
        return new Tax(name, mark, null, List.of(new Tax.DatedRate(TaxClass.STANDARD, perMillion, from, null)));
    }

    private static long bearing(String name, long price, long deposit) {
        ProductChanged product =
                StoreWorld.taxed(world.product(name, price), TaxClass.STANDARD, new Deposit(1, Money.ofCents(deposit)));
        world.sendFromHeadOffice(product);
        return product.productId();
    }

    /** A register whose day was opened with 100.00. */
    private static TestHttp till(int register) {
        TestHttp till = world.loggedIn("bob", "E1", register);
        till.post("/register/open", Map.of("openingFloat", 10_000)).expect(201);
        return till;
    }

    private static Map<String, Object> empties(int containers, long each) {
        return Map.of("containers", containers, "each", each);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static JsonNode bring(TestHttp till, Map<String, Object>... empties) {
        return till.put("/cart/empties", Map.of("empties", List.of(empties))).expect(200);
    }

    private static void scan(TestHttp till, int units) {
        till.post("/cart/lines", Map.of("productId", cola, "quantity", units)).expect(200);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Reply pay(TestHttp till, Map<String, Object>... payments) {
        return till.post("/sales", Map.of("payments", List.of(payments)));
    }

    private static List<Long> cents(JsonNode json, String... members) {
        return List.of(members).stream()
                .map(member -> json.path(member).asLong(Long.MIN_VALUE))
                .toList();
    }

    @Test
    void offTheBillTheyReduceWhatIsDueAndNeitherTheTotalNorTheTaxes() {
        TestHttp till = till(1);
        scan(till, 2);
        JsonNode cart = bring(till, empties(6, 10), empties(2, 25));
        assertThat(cents(cart, "subtotal", "deposits", "total", "due", "cashTotal"))
                .containsExactly(398L, 20L, 478L, 368L, 370L);
        JsonNode sale = pay(till, cash(500)).expect(201);
        assertThat(cents(sale, "subtotal", "deposits", "total", "rounding", "change"))
                .containsExactly(398L, 20L, 478L, 2L, 130L);
        assertThat(sale.path("taxes").findValues("amount").stream().map(JsonNode::asLong))
                .containsExactly(20L, 40L);
        assertThat(sale.path("empties")).isEqualTo(Json.read("""
                [{"containers": 6, "each": 10}, {"containers": 2, "each": 25}]
                """, JsonNode.class));
        assertThat(till.get("/cart").expect(200).path("empties")).isEmpty();
        JsonNode stored = till.get("/sales/" + sale.path("number").asString()).expect(200);
        assertThat(stored.path("sale")).isEqualTo(sale);
    }

    @Test
    void aCardPaysTheRestToTheCent() {
        TestHttp till = till(2);
        scan(till, 2);
        bring(till, empties(11, 10));
        assertThat(pay(till, card(369)).problem()).isEqualTo("overpaid-by-card");
        Reply tooLittle = pay(till, card(367));
        assertThat(tooLittle.problem()).isEqualTo("underpaid");
        assertThat(cents(tooLittle.json(), "total", "paid")).containsExactly(368L, 367L);
        JsonNode sale = pay(till, card(368)).expect(201);
        assertThat(cents(sale, "total", "rounding", "change")).containsExactly(478L, 0L, 0L);
    }

    /** Four at 0.02 are 0.08: 0.10 in coins. */
    @Test
    void withoutASaleTheyArePaidInRoundedCash() {
        TestHttp till = till(3);
        JsonNode cart = bring(till, empties(4, 2));
        assertThat(cents(cart, "total", "due", "cashTotal")).containsExactly(0L, -8L, -10L);
        JsonNode bill = pay(till).expect(201);
        assertThat(cents(bill, "total", "rounding", "change")).containsExactly(0L, -2L, 10L);
        assertThat(bill.path("lines")).isEmpty();
        JsonNode listed =
                till.get("/sales?register=3").expect(200).path("items").path(0);
        assertThat(cents(listed, "total", "units", "returnedUnits")).containsExactly(0L, 0L, 0L);
    }

    @Test
    void whatTheyAreWorthMoreThanTheBillIsHandedBack() {
        TestHttp till = till(4);
        scan(till, 1);
        bring(till, empties(10, 25));
        assertThat(pay(till, card(1)).problem()).isEqualTo("overpaid-by-card");
        JsonNode sale = pay(till).expect(201);
        assertThat(cents(sale, "total", "rounding", "change")).containsExactly(239L, 1L, 10L);
    }

    /**
     * Two colas for cash with 1.10 of empties (5.00 less 1.30), empties alone of 0.08 (0.10 handed out), and one cola with 2.50
     * of empties (0.10 handed out): 3.50 more in the drawer, 3.70 received and 0.20 handed out.
     */
    @Test
    void theReportHasThemOnALineOfTheirOwnAndTheDrawerHasTheCash() {
        TestHttp till = till(5);
        scan(till, 2);
        bring(till, empties(6, 10), empties(2, 25));
        pay(till, cash(500)).expect(201);
        bring(till, empties(4, 2));
        pay(till).expect(201);
        scan(till, 1);
        bring(till, empties(10, 25));
        pay(till).expect(201);
        compareReport(till.get("/register/x-report").expect(200));
        JsonNode closing = till.post("/register/close", Map.of("counted", List.of(Map.of("value", 10_350, "count", 1))))
                .expect(201)
                .path("report");
        compareReport(closing);
        assertThat(closing.path("count").path("difference").asLong()).isZero();
        Awaitility.await().untilAsserted(() -> {
            JsonNode event = received("RegisterClosed", "E1-5-Z000001");
            assertThat(event.path("drawer")).isEqualTo(closing.path("drawer"));
            assertThat(event.path("sales").path("breakdown"))
                    .isEqualTo(closing.path("sales").path("breakdown"));
        });
    }

    private static void compareReport(JsonNode report) {
        JsonNode sales = report.path("sales");
        assertThat(cents(sales, "count", "total")).containsExactly(2L, 717L);
        assertThat(cents(sales.path("breakdown"), "net", "deposits", "rounding"))
                .containsExactly(597L, 30L, 1L);
        assertThat(cents(sales.path("breakdown").path("empties"), "containers", "amount"))
                .containsExactly(22L, 368L);
        assertThat(cents(report.path("refunds").path("breakdown").path("empties"), "containers", "amount"))
                .containsExactly(0L, 0L);
        assertThat(report.path("tenders").path(0).path("sales").asLong()).isEqualTo(350);
        assertThat(cents(report.path("drawer"), "openingFloat", "cashSales", "cashEmpties", "expected"))
                .containsExactly(10_000L, 370L, 20L, 10_350L);
    }

    /** None while it has not arrived. */
    private static JsonNode received(String type, String number) {
        return world.headOffice.received(type).stream()
                .map(payload -> Json.read(payload, JsonNode.class))
                .filter(event -> event.path("number").asString().equals(number))
                .findFirst()
                .orElseGet(() -> Json.read("{}", JsonNode.class));
    }

    @Test
    void theEventHasThem() {
        TestHttp till = till(6);
        bring(till, empties(24, 10));
        String number = pay(till).expect(201).path("number").asString();
        Awaitility.await().untilAsserted(() -> {
            JsonNode event = received("SaleRecorded", number);
            assertThat(event.path("empties")).isEqualTo(Json.read("""
                    [{"containers": 24, "each": 10}]
                    """, JsonNode.class));
            assertThat(cents(event, "total", "change", "registerTotal", "sequence"))
                    .containsExactly(0L, 240L, 0L, 1L);
        });
    }

    @Test
    void aClosedRegisterTakesNoneBack() {
        TestHttp till = world.loggedIn("bob", "E1", 7);
        bring(till, empties(1, 10));
        assertThat(pay(till).problem()).isEqualTo("register-closed");
        till(7);
        pay(till).expect(201);
    }

    @Test
    void theSameKeyPaysOnce() {
        TestHttp till = till(8);
        bring(till, empties(10, 10));
        TestHttp keyed = till.key(UUID.randomUUID().toString());
        JsonNode first = pay(keyed).expect(201);
        assertThat(pay(keyed).expect(201)).isEqualTo(first);
        assertThat(pay(keyed, cash(5)).problem()).isEqualTo("idempotency-key-reused");
        assertThat(till.get("/register/x-report")
                        .expect(200)
                        .path("drawer")
                        .path("cashEmpties")
                        .asLong())
                .isEqualTo(100);
    }

    @Test
    void onlyDepositsOfTheCatalogueAreTakenBack() {
        TestHttp till = till(9);
        assertThat(till.get("/deposits").expect(200).toString()).isEqualTo("{\"items\":[2,10,25]}");
        bring(till, empties(1, 10));
        Reply refused = till.put("/cart/empties", Map.of("empties", List.of(empties(1, 10), empties(1, 11))));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-deposit");
        assertThat(refused.json().path("each").asLong()).isEqualTo(11);
        assertThat(till.get("/cart").expect(200).path("due").asLong()).isEqualTo(-10);
        bring(till);
        assertThat(till.get("/cart").expect(200).path("due").asLong()).isZero();
        assertThat(pay(till).problem()).isEqualTo("empty-cart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"empties\": [{\"containers\": 0, \"each\": 10}]}",
                "{\"empties\": [{\"containers\": -1, \"each\": 10}]}",
                "{\"empties\": [{\"containers\": 1001, \"each\": 10}]}",
                "{\"empties\": [{\"containers\": 99999999999, \"each\": 10}]}",
                "{\"empties\": [{\"containers\": 1.5, \"each\": 10}]}",
                "{\"empties\": [{\"containers\": 1, \"each\": 0}]}",
                "{\"empties\": [{\"containers\": 1, \"each\": -10}]}",
                "{\"empties\": [{\"containers\": 1, \"each\": 10001}]}",
                "{\"empties\": [{\"containers\": 1, \"each\": \"10\"}]}",
                "{\"empties\": [{\"containers\": 1, \"each\": 10}, {\"containers\": 2, \"each\": 10}]}",
                "{\"empties\": [{\"containers\": 600, \"each\": 10}, {\"containers\": 401, \"each\": 25}]}",
                "{\"empties\": [null]}",
                "{\"empties\": null}",
                "{}"
            })
    void countsAndDepositsOutOfRangeAreRefusedAndChangeNothing(String body) {
        TestHttp till = world.loggedIn("bob", "E1", 10);
        bring(till, empties(3, 10));
        assertThat(till.put("/cart/empties", body).status()).isEqualTo(400);
        assertThat(till.get("/cart").expect(200).path("due").asLong()).isEqualTo(-30);
    }

    /** The customer gets back what the goods were worth: what the card paid, and the rest in cash. */
    @Test
    void aRefundGivesBackTheGoodsAndNeverTheEmpties() {
        TestHttp till = till(11);
        scan(till, 2);
        bring(till, empties(11, 10));
        JsonNode refund = refundAll(till, pay(till, card(368)).expect(201)).expect(201);
        assertThat(refund.path("total").asLong()).isEqualTo(478);
        assertThat(refund.path("payments").toString())
                .isEqualTo("[{\"tender\":\"card\",\"amount\":368},{\"tender\":\"cash\",\"amount\":110}]");
        scan(till, 2);
        bring(till, empties(11, 10));
        JsonNode inCash = refundAll(till, pay(till, cash(370)).expect(201)).expect(201);
        assertThat(inCash.path("payments").toString()).isEqualTo("[{\"tender\":\"cash\",\"amount\":480}]");
        assertThat(inCash.path("rounding").asLong()).isEqualTo(2);
    }

    /** In English, where the spaces are plain ones. */
    @Test
    void theReceiptShowsThemAndWhatIsDueOrHandedBack() {
        TestHttp till = till(31);
        scan(till, 2);
        bring(till, empties(11, 10));
        assertThat(receipt(till, pay(till, cash(370)).expect(201)))
                .containsSubsequence(
                        "Total", "$4.78", "Empties, 11 × $0.10", "-$1.10", "Amount due", "$3.68", "+$0.02");
        bring(till, empties(24, 10));
        assertThat(receipt(till, pay(till).expect(201)))
                .containsSubsequence("Empties, 24 × $0.10", "-$2.40", "To hand back", "$2.40", "Change due", "$2.40");
        scan(till, 1);
        assertThat(receipt(till, pay(till, card(239)).expect(201))).doesNotContain("Amount due", "Empties");
    }

    private static String receipt(TestHttp till, JsonNode sale) {
        return till.get("/sales/" + sale.path("number").asString() + "/receipt?language=en")
                .expect(200)
                .path("html")
                .asString();
    }

    @Test
    void emptiesAloneAreNotRefunded() {
        TestHttp till = till(12);
        bring(till, empties(1, 25));
        assertThat(refundAll(till, pay(till).expect(201)).problem()).isEqualTo("nothing-returnable");
    }

    private static Reply refundAll(TestHttp till, JsonNode sale) {
        return till.post("/sales/" + sale.path("number").asString() + "/refunds", Map.of("reason", "rapporté"));
    }

    @Test
    void aParkedCartKeepsThem() {
        TestHttp till = till(13);
        scan(till, 1);
        bring(till, empties(5, 10));
        JsonNode parked = till.post("/parked-carts", Map.of("note", "")).expect(201);
        assertThat(parked.path("empties")).hasSize(1);
        assertThat(till.get("/cart").expect(200).path("empties")).isEmpty();
        TestHttp other = till(14);
        bring(other, empties(1, 25));
        String resume = "/parked-carts/" + parked.path("id").asString() + "/resume";
        assertThat(other.post(resume, Map.of()).problem()).isEqualTo("cart-not-empty");
        other.delete("/cart").expect(200);
        assertThat(other.post(resume, Map.of()).expect(200).path("due").asLong())
                .isEqualTo(189);
        other.delete("/cart").expect(200);
    }

    @Test
    void emptiesAloneAreNotParked() {
        TestHttp till = till(15);
        bring(till, empties(5, 10));
        assertThat(till.post("/parked-carts", Map.of("note", "")).problem()).isEqualTo("empty-cart");
        assertThat(till.get("/cart").expect(200).path("due").asLong()).isEqualTo(-50);
    }

    @Test
    void aRegisterIsNotClosedWhileTheyAreInItsCart() {
        TestHttp till = till(16);
        bring(till, empties(5, 10));
        assertThat(till.post("/register/close", Map.of("counted", List.of())).problem())
                .isEqualTo("cart-not-empty");
        assertThat(till.delete("/cart").expect(200).path("due").asLong()).isZero();
        till.post("/register/close", Map.of("counted", List.of())).expect(201);
    }

    @Test
    void aSaleOfOtherLinesLeavesThemInTheCart() {
        TestHttp till = till(17);
        bring(till, empties(5, 10));
        JsonNode sale = till.post("/sales", Map.of("lines", List.of(line(cola, 1)), "payments", List.of(card(239))))
                .expect(201);
        assertThat(sale.path("empties")).isEmpty();
        assertThat(till.get("/cart").expect(200).path("due").asLong()).isEqualTo(-50);
    }

    @Test
    void bringingThemChangesTheCartThatAnApprovalCovers() {
        TestHttp till = till(18);
        scan(till, 1);
        long seen = till.get("/cart").expect(200).path("version").asLong();
        bring(till, empties(5, 10));
        Map<String, Object> discount = Map.of("percent", 10, "reason", "bosse", "cartVersion", seen);
        assertThat(till.put("/cart/discount", discount).problem()).isEqualTo("cart-changed");
        till.delete("/cart").expect(200);
    }

    /** Of 5.00 for 2.40 less the empties, or for nothing less the empties. */
    @Test
    void manyRegistersTakeThemBackAtOnce() {
        List<TestHttp> tills =
                IntStream.rangeClosed(21, 30).mapToObj(EmptiesTest::till).toList();
        for (int index = 0; index < tills.size(); index++) {
            bring(tills.get(index), empties(index + 1, 10));
            if (index % 2 == 0) {
                scan(tills.get(index), 1);
            }
        }
        List<Reply> replies = Concurrently.all(tills.stream()
                .<Callable<Reply>>map(till -> () -> pay(till, cash(500)))
                .toList());
        for (int index = 0; index < replies.size(); index++) {
            assertThat(replies.get(index).expect(201).path("change").asLong())
                    .isEqualTo((index % 2 == 0 ? 260 : 500) + 10L * (index + 1));
        }
    }

    @Test
    void aSaleOfAnEarlierVersionHasNone() {
        TestHttp till = till(19);
        scan(till, 1);
        String number = pay(till, card(239)).expect(201).path("number").asString();
        assertThat(world.number("SELECT count(*) FROM sale WHERE empties IS NULL AND number = '" + number + "'"))
                .isOne();
        assertThat(till.get("/sales/" + number).expect(200).path("sale").path("empties"))
                .isEmpty();
    }

    @Test
    void theReconciliationFindsEmptiesThatWereChangedByHand() {
        TestHttp till = till(20);
        bring(till, empties(5, 10));
        String number = pay(till).expect(201).path("number").asString();
        String where = " WHERE number = '" + number + "'";
        world.execute("UPDATE sale SET empties = '[{\"containers\": 4, \"each\": 10}]'" + where);
        assertThat(world.reconciliation().path("ok").asBoolean()).isFalse();
        world.execute("UPDATE sale SET empties = '[{\"containers\": 5, \"each\": 10}]'" + where);
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }
}
