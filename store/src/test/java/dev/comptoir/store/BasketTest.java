package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.Baskets;
import dev.comptoir.platform.testing.Baskets.Basket;
import dev.comptoir.platform.testing.TestHttp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The baskets through the till: cart, sale, refunds and the register's report have the cents that the rules give. */
class BasketTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("America/Toronto"));
    }

    static Stream<List<Basket>> stores() {
        Map<String, List<Basket>> byStore = new HashMap<>();
        Baskets.all()
                .forEach(basket -> byStore.computeIfAbsent(basket.store(), store -> new ArrayList<>())
                        .add(basket));
        return byStore.values().stream();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void cartSaleRefundsAndReportHaveTheCentsOfTheRules(List<Basket> baskets) {
        TestHttp till = openStore(baskets.getFirst());
        Expected sum = new Expected();
        Iterator<Long> products = fillShelves(till, baskets).iterator();
        for (Basket basket : baskets) {
            sell(till, basket, products, sum);
        }
        sum.compare(till.get("/register/x-report").expect(200));
    }

    private TestHttp openStore(Basket basket) {
        String code = "B" + Math.floorMod(basket.store().hashCode(), 1_000_000);
        StoreProfile profile = new StoreProfile(
                1,
                today().minusYears(20),
                "Paniers inc.",
                "Paniers",
                List.of(),
                null,
                List.of("fr"),
                List.of(Json.read(basket.taxes(today()).toString(), Tax[].class)),
                basket.json().path("increment").asInt());
        world.sendFromHeadOffice(new StoreChanged(
                code,
                "Paniers",
                "America/Toronto",
                List.of(new TaxRate("GST", 50_000)),
                List.of(new RegisterOfStore(1, "Caisse 1", false)),
                "store",
                world.nextVersion(),
                List.of(profile),
                world.epoch()));
        world.settled();
        TestHttp till = world.loggedIn("bob", code, 1);
        till.post("/register/open", Map.of("openingFloat", 0)).expect(201);
        return till;
    }

    /** A product for each line of the baskets, in their order, with the units that are sold. */
    private static List<Long> fillShelves(TestHttp till, List<Basket> baskets) {
        List<JsonNode> lines = baskets.stream()
                .flatMap(basket -> basket.json().path("lines").valueStream())
                .toList();
        List<Long> products = lines.stream().map(BasketTest::addProduct).toList();
        world.settled();
        List<Map<String, Object>> counts = IntStream.range(0, lines.size())
                .mapToObj(place -> Map.<String, Object>of(
                        "productId",
                        products.get(place),
                        "counted",
                        lines.get(place).path("quantity").asInt()))
                .toList();
        till.post("/stock/counts", Map.of("lines", counts)).expect(201);
        return products;
    }

    private static long addProduct(JsonNode line) {
        JsonNode deposit = line.path("deposit");
        ProductChanged plain = world.product("Article", line.path("unitPrice").asLong());
        world.sendFromHeadOffice(StoreWorld.taxed(
                plain,
                line.path("taxClass").asString(),
                deposit.isObject()
                        ? new Deposit(
                                deposit.path("containers").asInt(),
                                Money.ofCents(deposit.path("each").asLong()))
                        : null));
        return plain.productId();
    }

    private static void sell(TestHttp till, Basket basket, Iterator<Long> products, Expected sum) {
        JsonNode expected = basket.json().path("expect");
        till.delete("/cart").expect(200);
        basket.json().path("lines").forEach(line -> put(till, line, products.next()));
        JsonNode cart = till.get("/cart").expect(200);
        TestHttp.Reply reply = till.post(
                "/sales", Map.of("payments", basket.json().path("payments"), "expectedTotal", cart.path("total")));
        if (expected.has("refused")) {
            assertThat(reply.problem())
                    .as(basket.toString())
                    .isEqualTo(expected.path("refused").asString());
            return;
        }
        compareAmounts(basket, expected, cart);
        assertThat(cart.path("cashTotal")).as(basket.toString()).isEqualTo(expected.path("cashTotal"));
        JsonNode sale = reply.expect(201);
        compareAmounts(basket, expected, sale);
        assertThat(sale.path("change")).as(basket.toString()).isEqualTo(expected.path("change"));
        assertThat(sale.path("rounding")).as(basket.toString()).isEqualTo(expected.path("rounding"));
        sum.sale(expected, basket.json().path("payments"));
        for (JsonNode refund : basket.json().path("refunds")) {
            refund(till, basket, sale, refund);
            sum.refund(refund.path("expect"));
        }
    }

    private static void put(TestHttp till, JsonNode line, long product) {
        int quantity = line.path("quantity").asInt();
        till.post("/cart/lines", Map.of("productId", product, "quantity", quantity))
                .expect(200);
        long discount = line.path("discount").asLong();
        if (discount > 0) {
            till.put("/cart/lines/" + product + "/discount", Map.of("amount", discount, "reason", "solde"))
                    .expect(200);
        }
    }

    private static void compareAmounts(Basket basket, JsonNode expected, JsonNode actual) {
        assertThat(actual.path("lines")
                        .valueStream()
                        .map(line -> line.path("amount").asLong()))
                .as(basket.toString())
                .containsExactlyElementsOf(expected.path("amounts")
                        .valueStream()
                        .map(JsonNode::asLong)
                        .toList());
        assertThat(actual.path("lines")
                        .valueStream()
                        .filter(line -> line.path("taxes").isEmpty())
                        .mapToLong(line -> line.path("amount").asLong())
                        .sum())
                .as(basket.toString())
                .isEqualTo(expected.path("zeroRated").asLong());
        for (String member : List.of("subtotal", "deposits", "total")) {
            assertThat(actual.path(member)).as(member + ": " + basket).isEqualTo(expected.path(member));
        }
        assertThat(Baskets.charged(actual.path("taxes")))
                .as(basket.toString())
                .isEqualTo(Baskets.charged(expected.path("taxes")));
    }

    private static void refund(TestHttp till, Basket basket, JsonNode sale, JsonNode refund) {
        List<Map<String, Object>> lines = refund.path("lines")
                .valueStream()
                .map(line -> Map.<String, Object>of(
                        "line",
                        line.path("line").asInt(),
                        "quantity",
                        line.path("quantity").asInt(),
                        "backToShelf",
                        true))
                .toList();
        JsonNode refunded = till.post(
                        "/sales/" + sale.path("number").asString() + "/refunds",
                        Map.of("lines", lines, "reason", "rapporté"))
                .expect(201);
        JsonNode expected = refund.path("expect");
        compareAmounts(basket, expected, refunded);
        assertThat(refunded.path("rounding")).as(basket.toString()).isEqualTo(expected.path("rounding"));
        assertThat(refunded.path("payments")).as(basket.toString()).isEqualTo(expected.path("payments"));
    }

    /** What the report of a register must sum up. */
    private static final class Expected {
        private final Map<String, Long> sums = new HashMap<>();

        private void add(String name, long cents) {
            sums.merge(name, cents, Long::sum);
        }

        private void amounts(String book, JsonNode amounts) {
            add(book + " net", amounts.path("subtotal").asLong());
            add(book + " zeroRated", amounts.path("zeroRated").asLong());
            add(book + " deposits", amounts.path("deposits").asLong());
            add(book + " rounding", amounts.path("rounding").asLong());
            add(book + " total", amounts.path("total").asLong());
            amounts.path("taxes").forEach(tax -> {
                add(book + " base of " + taxName(tax), tax.path("base").asLong());
                add(book + " " + taxName(tax), tax.path("amount").asLong());
            });
        }

        private static String taxName(JsonNode tax) {
            return tax.path("name").asString() + " " + tax.path("perMillion").asInt();
        }

        private void payments(String book, JsonNode payments) {
            payments.forEach(payment -> add(
                    book + " " + payment.path("tender").asString(),
                    payment.path("amount").asLong()));
        }

        void sale(JsonNode expected, JsonNode payments) {
            amounts("sales", expected);
            payments("sales", payments);
            add("sales cash", -expected.path("change").asLong());
        }

        void refund(JsonNode expected) {
            amounts("refunds", expected);
            payments("refunds", expected.path("payments"));
        }

        void compare(JsonNode report) {
            Expected reported = new Expected();
            for (String book : List.of("sales", "refunds")) {
                JsonNode breakdown = report.path(book).path("breakdown");
                for (String member : List.of("net", "zeroRated", "deposits", "rounding")) {
                    reported.add(book + " " + member, breakdown.path(member).asLong());
                }
                reported.add(book + " total", report.path(book).path("total").asLong());
                breakdown.path("taxes").forEach(tax -> {
                    reported.add(
                            book + " base of " + taxName(tax), tax.path("base").asLong());
                    reported.add(book + " " + taxName(tax), tax.path("amount").asLong());
                });
                report.path("tenders")
                        .forEach(tender -> reported.add(
                                book + " " + tender.path("tender").asString(),
                                tender.path(book).asLong()));
            }
            sums.values().removeIf(cents -> cents == 0);
            reported.sums.values().removeIf(cents -> cents == 0);
            assertThat(reported.sums).isEqualTo(sums);
        }
    }
}
