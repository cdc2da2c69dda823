package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.PASSWORD;
import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Goods come back and pay for others, in one transaction: both happen, or neither. The customer pays the difference or gets it
 * back, and only cash of the difference is rounded, here to five cents. No taxes.
 */
class ExchangeTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static final Map<String, Object> BOB = Map.of("username", "bob", "password", PASSWORD);

    @BeforeAll
    static void addStore() {
        world.addStore("E1", 40, 5);
    }

    private static TestHttp till(String name, int register) {
        TestHttp till = world.loggedIn(name, "E1", register);
        if (!till.get("/register").expect(200).path("open").asBoolean()) {
            till.post("/register/open", Map.of("openingFloat", 0)).expect(201);
        }
        return till;
    }

    private static long product(TestHttp till, long price, int units) {
        ProductChanged product = world.product("Article à " + price, price);
        world.sendFromHeadOffice(product);
        world.settled();
        world.loggedIn("bob", till.get("/register").expect(200).path("store").asString(), 1)
                .post(
                        "/stock/counts",
                        Map.of("lines", List.of(Map.of("productId", product.productId(), "counted", units))))
                .expect(201);
        return product.productId();
    }

    private static int onShelf(TestHttp till, long product) {
        return till.get("/products/" + product)
                .expect(200)
                .path("stock")
                .path("quantity")
                .asInt();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static String sold(TestHttp till, long product, int units, Map<String, Object>... payments) {
        return till.post("/sales", Map.of("lines", List.of(line(product, units)), "payments", List.of(payments)))
                .expect(201)
                .path("number")
                .asString();
    }

    /** Some units of the first line, back to the shelf. */
    private static Map<String, Object> back(int units) {
        Map<String, Object> refund = new HashMap<>();
        refund.put("lines", List.of(Map.of("line", 1, "quantity", units, "backToShelf", true)));
        refund.put("reason", "mauvaise taille");
        return refund;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Map<String, Object> exchange(
            Map<String, Object> refund, Map<String, Object> bought, Map<String, Object>... payments) {
        return Map.of("refund", refund, "sale", Map.of("lines", List.of(bought), "payments", List.of(payments)));
    }

    private static String exchanges(String sale) {
        return "/sales/" + sale + "/exchanges";
    }

    /** As {@code cash 300}; what goods paid as {@code exchange 1000 of cash}. */
    private static List<String> payments(JsonNode entry) {
        return entry.path("payments").valueStream().map(ExchangeTest::payment).toList();
    }

    private static String payment(JsonNode payment) {
        String text = payment.path("tender").asString() + " " + payment.path("amount");
        return payment.has("exchange")
                ? text + " of " + payment.path("exchange").path("origin").asString()
                : text;
    }

    private static List<String> otherHalves(JsonNode entry) {
        return entry.path("payments")
                .valueStream()
                .filter(payment -> payment.has("exchange"))
                .map(payment -> payment.path("exchange").path("number").asString())
                .distinct()
                .toList();
    }

    private static int returned(TestHttp till, String sale) {
        return till.get("/sales/" + sale)
                .expect(200)
                .path("returns")
                .path(0)
                .path("returned")
                .asInt();
    }

    /** 12.98 less 10.00 is 2.98: 3.00 in cash. */
    @Test
    void theCustomerPaysTheDifferenceAndOnlyItsCashIsRounded() {
        TestHttp till = till("bob", 1);
        long tea = product(till, 1_000, 5);
        long coffee = product(till, 1_298, 5);
        String first = sold(till, tea, 1, cash(1_000));
        JsonNode made = till.post(exchanges(first), exchange(back(1), line(coffee, 1), cash(500)))
                .expect(201);
        JsonNode sale = made.path("sale");
        JsonNode refund = made.path("refund");
        assertThat(payments(sale)).containsExactly("exchange 1000 of cash", "cash 500");
        assertThat(sale.path("change").asLong()).isEqualTo(200);
        assertThat(sale.path("rounding").asLong()).isEqualTo(2);
        assertThat(payments(refund)).containsExactly("exchange 1000 of cash");
        assertThat(refund.path("rounding").asLong()).isZero();
        assertThat(otherHalves(sale)).containsExactly(refund.path("number").asString());
        assertThat(otherHalves(refund)).containsExactly(sale.path("number").asString());
        assertThat(refund.path("saleNumber").asString()).isEqualTo(first);
        assertThat(onShelf(till, tea)).isEqualTo(5);
        assertThat(onShelf(till, coffee)).isEqualTo(4);
    }

    @Test
    void aDifferenceMayBePaidByCardAndNothingIsRoundedThen() {
        TestHttp till = till("bob", 2);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        JsonNode sale = till.post(exchanges(first), exchange(back(1), line(product(till, 1_298, 5), 1), card(298)))
                .expect(201)
                .path("sale");
        assertThat(payments(sale)).containsExactly("exchange 1000 of cash", "card 298");
        assertThat(sale.path("rounding").asLong()).isZero();
    }

    /** Also for more units of the same product than the shelf has without those that come back. */
    @Test
    void goodsOfEqualWorthAreExchangedWithoutAnyPayment() {
        TestHttp till = till("bob", 3);
        long tea = product(till, 998, 1);
        String first = sold(till, tea, 1, cash(1_000));
        JsonNode made =
                till.post(exchanges(first), exchange(back(1), line(tea, 1))).expect(201);
        assertThat(payments(made.path("sale"))).containsExactly("exchange 998 of cash");
        assertThat(payments(made.path("refund"))).containsExactly("exchange 998 of cash");
        assertThat(onShelf(till, tea)).isZero();
    }

    /** 12.98: 5.00 by card and 7.98 in cash, as 8.00. Of 10.00, the card paid 5.00; 2.98 in cash go back as 3.00. */
    @Test
    void whatTheGoodsAreWorthAboveTheSaleGoesBackOverTheTendersOfTheirOwnSale() {
        TestHttp till = till("bob", 4);
        String first = sold(till, product(till, 1_298, 5), 1, card(500), cash(800));
        JsonNode made = till.post(exchanges(first), exchange(back(1), line(product(till, 1_000, 5), 1)))
                .expect(201);
        assertThat(payments(made.path("sale"))).containsExactly("exchange 500 of card", "exchange 500 of cash");
        assertThat(payments(made.path("refund")))
                .containsExactly("exchange 500 of card", "exchange 500 of cash", "cash 300");
        assertThat(made.path("refund").path("rounding").asLong()).isEqualTo(2);
    }

    /** 20.00 by card: 5.00 go back over it; of 15.00 that paid for two others, the card gets 15.00 and cash nothing. */
    @Test
    void whatAnExchangePaidGoesBackOverTheTenderThatPaidTheGoods() {
        TestHttp till = till("alice", 5);
        String first = sold(till, product(till, 2_000, 5), 1, card(2_000));
        JsonNode made = till.post(exchanges(first), exchange(back(1), line(product(till, 750, 5), 2)))
                .expect(201);
        assertThat(payments(made.path("refund"))).containsExactly("exchange 1500 of card", "card 500");
        String second = "/sales/" + made.path("sale").path("number").asString() + "/refunds";
        Map<String, Object> inCash = back(1);
        inCash.put("tender", "cash");
        Reply refused = till.post(second, inCash);
        assertThat(refused.problem()).isEqualTo("approval-needed");
        assertThat(refused.json().path("exceeded").asString()).isEqualTo("tender");
        assertThat(refused.json().path("limit").asLong()).isZero();
        assertThat(payments(till.post(second, back(1)).expect(201))).containsExactly("card 750");
        inCash.put("approval", BOB);
        assertThat(payments(till.post(second, inCash).expect(201))).containsExactly("cash 750");
    }

    /** 10.00 in cash: 4.00 paid in an exchange; 6.00 are left. */
    @Test
    void whatPaidAnExchangeCountsInTheLimitsOfTheSale() {
        TestHttp till = till("alice", 6);
        String first = sold(till, product(till, 200, 5), 5, cash(1_000));
        till.post(exchanges(first), exchange(back(2), line(product(till, 400, 5), 1)))
                .expect(201);
        JsonNode preview =
                till.post("/sales/" + first + "/refund-previews", Map.of()).expect(200);
        assertThat(preview.path("left").path(0).path("tender").asString()).isEqualTo("cash");
        assertThat(preview.path("left").path(0).path("amount").asLong()).isEqualTo(600);
        assertThat(payments(till.post("/sales/" + first + "/refunds", back(3)).expect(201)))
                .containsExactly("cash 600");
    }

    @Test
    void theCartIsSoldInAnExchangeAndEmptied() {
        TestHttp till = till("bob", 7);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        till.post("/cart/lines", Map.of("productId", product(till, 1_500, 5))).expect(200);
        JsonNode made = till.post(
                        exchanges(first),
                        Map.of(
                                "refund",
                                back(1),
                                "sale",
                                Map.of("payments", List.of(cash(500)), "expectedTotal", 1_500)))
                .expect(201);
        assertThat(made.path("sale").path("total").asLong()).isEqualTo(1_500);
        assertThat(till.get("/cart").expect(200).path("lines").size()).isZero();
    }

    /** 15.00 and a deposit of 0.10, less ten empties at 0.10, is 14.10: 10.00 by the goods, 4.10 in cash. */
    @Test
    void emptiesReduceTheDifferenceOfAnExchange() {
        TestHttp till = till("bob", 28);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        ProductChanged soda =
                StoreWorld.taxed(world.product("Soda", 1_500), TaxClass.STANDARD, new Deposit(1, Money.ofCents(10)));
        world.sendFromHeadOffice(soda);
        world.settled();
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", soda.productId(), "counted", 5))))
                .expect(201);
        till.post("/cart/lines", Map.of("productId", soda.productId())).expect(200);
        till.put("/cart/empties", Map.of("empties", List.of(Map.of("containers", 10, "each", 10))))
                .expect(200);
        JsonNode sale = till.post(
                        exchanges(first), Map.of("refund", back(1), "sale", Map.of("payments", List.of(cash(410)))))
                .expect(201)
                .path("sale");
        assertThat(payments(sale)).containsExactly("exchange 1000 of cash", "cash 410");
        assertThat(sale.path("change").asLong()).isZero();
    }

    @Test
    void aSaleThatIsRefusedLeavesTheRefundUndone() {
        TestHttp till = till("bob", 8).key(UUID.randomUUID().toString());
        long tea = product(till("bob", 8), 1_000, 5);
        long coffee = product(till("bob", 8), 1_298, 1);
        String first = sold(till("bob", 8), tea, 1, cash(1_000));
        Map<String, Object> otherTotal = Map.of(
                "refund",
                back(1),
                "sale",
                Map.of("lines", List.of(line(coffee, 1)), "payments", List.of(card(298)), "expectedTotal", 1_297));
        assertThat(till.post(exchanges(first), exchange(back(1), line(coffee, 2), card(1_596)))
                        .problem())
                .isEqualTo("shelf-too-short");
        assertThat(till.post(exchanges(first), otherTotal).problem()).isEqualTo("total-changed");
        assertThat(till.post(exchanges(first), exchange(back(1), line(coffee, 1), card(299)))
                        .problem())
                .isEqualTo("overpaid-by-card");
        assertThat(till.post(exchanges(first), exchange(back(1), line(coffee, 1), cash(295)))
                        .problem())
                .isEqualTo("underpaid");
        assertThat(till.post(exchanges(first), exchange(back(1), line(coffee, 1), cash(303)))
                        .problem())
                .isEqualTo("cash-not-payable");
        assertThat(till.post(exchanges(first), exchange(back(2), line(coffee, 1), card(298)))
                        .problem())
                .isEqualTo("returned-too-much");
        assertThat(returned(till, first)).isZero();
        assertThat(onShelf(till, tea)).isEqualTo(4);
        assertThat(onShelf(till, coffee)).isEqualTo(1);
        assertThat(till.get("/register/x-report")
                        .expect(200)
                        .path("refunds")
                        .path("count")
                        .asInt())
                .isZero();
        till.post(exchanges(first), exchange(back(1), line(coffee, 1), card(298)))
                .expect(201);
    }

    @Test
    void aNewPriceInTheCartLeavesTheRefundUndone() {
        TestHttp till = till("bob", 9);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        ProductChanged jam = world.product("Confiture", 400);
        world.sendFromHeadOffice(jam);
        world.settled();
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", jam.productId(), "counted", 5))))
                .expect(201);
        till.post("/cart/lines", Map.of("productId", jam.productId())).expect(200);
        world.sendFromHeadOffice(StoreWorld.repriced(jam, world.nextVersion(), 450));
        world.settled();
        Map<String, Object> request = Map.of("refund", back(1), "sale", Map.of("payments", List.of()));
        assertThat(till.post(exchanges(first), request).problem()).isEqualTo("price-changed");
        assertThat(returned(till, first)).isZero();
        till.delete("/cart").expect(200);
        assertThat(till.post(exchanges(first), request).problem()).isEqualTo("empty-cart");
    }

    @Test
    void aRepeatedExchangeIsMadeOnceAndGetsTheSameResponse() {
        TestHttp till = till("bob", 10);
        long tea = product(till, 1_000, 5);
        long coffee = product(till, 1_500, 5);
        String first = sold(till, tea, 2, cash(2_000));
        TestHttp repeated = till.key(UUID.randomUUID().toString());
        Reply made = repeated.post(exchanges(first), exchange(back(1), line(coffee, 1), cash(500)));
        made.expect(201);
        Reply again = repeated.post(exchanges(first), exchange(back(1), line(coffee, 1), cash(500)));
        assertThat(again.body()).isEqualTo(made.body());
        assertThat(onShelf(till, tea)).isEqualTo(4);
        assertThat(onShelf(till, coffee)).isEqualTo(4);
        assertThat(repeated.post(exchanges(first), exchange(back(1), line(coffee, 1), card(500)))
                        .problem())
                .isEqualTo("idempotency-key-reused");
        assertThat(repeated.post("/sales", Map.of("lines", List.of(line(coffee, 1)), "payments", List.of(cash(1_500))))
                        .problem())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void onlyOneOfTwoRegistersExchangesTheSameUnit() {
        TestHttp one = till("bob", 11);
        TestHttp other = till("bob", 12);
        long coffee = product(one, 500, 20);
        for (int round = 0; round < 10; round++) {
            String first = sold(one, product(one, 500, 1), 1, cash(500));
            Map<String, Object> request = exchange(back(1), line(coffee, 1));
            List<Reply> replies = Concurrently.all(List.<Callable<Reply>>of(
                    () -> one.post(exchanges(first), request), () -> other.post(exchanges(first), request)));
            assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(201, 409);
        }
        assertThat(onShelf(one, coffee)).isEqualTo(10);
    }

    /** Each pair gives back what the other one takes, so shelves that were not locked in one order would lock each other. */
    @Test
    void exchangesOfTheSameProductsInOppositeDirectionsDoNotBlockEachOther() {
        TestHttp seller = till("bob", 13);
        long tea = product(seller, 500, 500);
        long coffee = product(seller, 500, 500);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int register = 14; register <= 21; register++) {
            TestHttp till = till("bob", register);
            long given = register % 2 == 0 ? tea : coffee;
            long taken = register % 2 == 0 ? coffee : tea;
            work.add(() -> exchangeAll(till, given, taken));
        }
        assertThat(Concurrently.all(work)).containsOnly(10);
        assertThat(onShelf(seller, tea) + onShelf(seller, coffee)).isEqualTo(1_000 - 8 * 10);
    }

    private static int exchangeAll(TestHttp till, long given, long taken) {
        int made = 0;
        for (int round = 0; round < 10; round++) {
            String first = sold(till, given, 1, cash(500));
            till.post(exchanges(first), exchange(back(1), line(taken, 1))).expect(201);
            made++;
        }
        return made;
    }

    /** 110.00 come back: above 100.00, whatever they pay for. */
    @Test
    void goodsAboveTheLimitAreExchangedByApprovalOnly() {
        TestHttp till = till("alice", 22);
        String first = sold(till, product(till, 11_000, 5), 1, cash(11_000));
        long other = product(till, 11_000, 5);
        Reply refused = till.post(exchanges(first), exchange(back(1), line(other, 1)));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("approval-needed");
        assertThat(refused.json().path("exceeded").asString()).isEqualTo("sale");
        assertThat(onShelf(till, other)).isEqualTo(5);
        Map<String, Object> approved = back(1);
        approved.put("approval", BOB);
        till.post(exchanges(first), exchange(approved, line(other, 1))).expect(201);
        assertThat(world.number("SELECT count(*) FROM approval WHERE subject = '" + first + "' AND amount = 11000"))
                .isEqualTo(1);
    }

    @Test
    void goodsOfAnotherStoreOfTheDeploymentAreExchanged() {
        TestHttp till = till("bob", 23);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        TestHttp verdun = world.loggedIn("bob", "S2", 1);
        verdun.post(exchanges(first), exchange(back(1), line(product(verdun, 1_150, 5), 1), card(323)))
                .expect(201);
        assertThat(returned(till, first)).isEqualTo(1);
    }

    @Test
    void aClosedRegisterExchangesNothing() {
        TestHttp till = till("bob", 24);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        long other = product(till, 1_000, 5);
        till.post("/register/close", Map.of("counted", List.of())).expect(201);
        assertThat(till.post(exchanges(first), exchange(back(1), line(other, 1)))
                        .problem())
                .isEqualTo("register-closed");
    }

    @Test
    void noRequestPaysByExchange() {
        TestHttp till = till("bob", 25);
        long tea = product(till, 1_000, 5);
        Map<String, Object> byExchange = Map.of("tender", "exchange", "amount", 1_000);
        assertThat(till.post("/sales", Map.of("lines", List.of(line(tea, 1)), "payments", List.of(byExchange)))
                        .status())
                .isEqualTo(400);
        Map<String, Object> asCard = new HashMap<>(card(1_000));
        asCard.put("exchange", Map.of("number", "E1-25-R000001", "origin", "card"));
        assertThat(till.post("/sales", Map.of("lines", List.of(line(tea, 1)), "payments", List.of(asCard)))
                        .status())
                .isEqualTo(400);
        Map<String, Object> refund = back(1);
        refund.put("tender", "exchange");
        assertThat(till.post("/sales/" + sold(till, tea, 1, cash(1_000)) + "/refunds", refund)
                        .status())
                .isEqualTo(400);
    }

    /** Cash of 10.00, and 3.00 for a difference of 2.98; exchanges add up to zero. */
    @Test
    void theReportsOfTheDayShowTheExchangeOnBothSides() {
        TestHttp till = till("bob", 26);
        String first = sold(till, product(till, 1_000, 5), 1, cash(1_000));
        JsonNode made = till.post(exchanges(first), exchange(back(1), line(product(till, 1_298, 5), 1), cash(300)))
                .expect(201);
        JsonNode report = till.post("/register/close", Map.of("counted", List.of(Map.of("value", 100, "count", 13))))
                .expect(201)
                .path("report");
        assertThat(report.path("tenders").toString())
                .isEqualTo("[{\"tender\":\"cash\",\"sales\":1300,\"refunds\":0,\"net\":1300},"
                        + "{\"tender\":\"card\",\"sales\":0,\"refunds\":0,\"net\":0},"
                        + "{\"tender\":\"exchange\",\"sales\":1000,\"refunds\":1000,\"net\":0}]");
        assertThat(report.path("count").path("difference").asLong()).isZero();
        String refund = made.path("refund").path("number").asString();
        for (String type : List.of("SaleRecorded", "RefundRecorded", "RegisterClosed")) {
            Awaitility.await().until(() -> received(type, refund, "E1-26-Z"));
        }
    }

    private static boolean received(String type, String... numbers) {
        return world.headOffice.received(type).stream()
                .filter(event -> Stream.of(numbers).anyMatch(event::contains))
                .anyMatch(event -> event.contains("\"exchange\""));
    }

    @Test
    void theReconciliationFindsAnExchangeWhoseHalvesDiffer() {
        TestHttp till = till("bob", 27);
        String first = sold(till, product(till, 1_000, 5), 1, card(1_000));
        JsonNode made = till.post(exchanges(first), exchange(back(1), line(product(till, 1_000, 5), 1)))
                .expect(201);
        String refund = made.path("refund").path("number").asString();
        String origin =
                "UPDATE refund SET payments = jsonb_set(payments, '{0,exchange,origin}', '\"%s\"') WHERE number = '"
                        + refund + "'";
        world.execute(origin.formatted("cash"));
        assertThat(world.reconciliation().path("checks").findValuesAsString("subject"))
                .containsExactlyInAnyOrder(made.path("sale").path("number").asString(), refund);
        world.execute(origin.formatted("card"));
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }
}
