package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.card;
import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A sale is one transaction with one key, at the price that the customer was shown, of units that were on the shelf. */
class SaleTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    @Test
    void aSaleFixesPricesTaxesAndChange() {
        long milk = world.productOnShelf("Lait", 289, 10);
        JsonNode sale = world.alice(1)
                .post("/sales", Map.of("lines", List.of(line(milk, 2)), "payments", List.of(cash(1000))))
                .expect(201);
        assertThat(sale.path("subtotal").asLong()).isEqualTo(578);
        assertThat(sale.path("taxes").get(0).path("amount").asLong()).isEqualTo(29);
        assertThat(sale.path("taxes").get(1).path("amount").asLong()).isEqualTo(58);
        assertThat(sale.path("total").asLong()).isEqualTo(665);
        assertThat(sale.path("change").asLong()).isEqualTo(335);
        assertThat(sale.path("number").asString()).matches("S1-1-\\d{6}");
        assertThat(world.onShelf(milk)).isEqualTo(8);
    }

    @Test
    void aSaleIsSentToTheHeadOfficeWithItsPlaceInTheRegistersBook() {
        long bread = world.productOnShelf("Pain", 350, 10);
        JsonNode sale =
                world.alice(2).post("/sales", saleOf(List.of(line(bread, 1)))).expect(201);
        String payload = Awaitility.await()
                .until(
                        () -> world.headOffice.received("SaleRecorded").stream()
                                .filter(event ->
                                        event.contains(sale.path("number").asString()))
                                .findFirst()
                                .orElse(""),
                        event -> !event.isEmpty());
        SaleRecorded event = (SaleRecorded) Events.read("SaleRecorded", payload);
        assertThat(Json.read(payload, JsonNode.class))
                .as("the event has all fields of its type, and no others")
                .isEqualTo(Json.read(Events.write(event), JsonNode.class));
        assertThat(event.total()).isEqualTo(Money.ofCents(sale.path("total").asLong()));
        assertThat(sale.path("number").asString()).endsWith("%06d".formatted(event.sequence()));
        assertThat(event.registerTotal().cents())
                .isGreaterThanOrEqualTo(event.total().cents());
    }

    @Test
    void theCartIsSoldAndEmptied() {
        TestHttp alice = world.alice(3);
        long tea = world.productOnShelf("Thé", 400, 10);
        alice.post("/cart/lines", Map.of("productId", tea, "quantity", 2)).expect(200);
        JsonNode sale =
                alice.post("/sales", Map.of("payments", List.of(cash(2000)))).expect(201);
        assertThat(sale.path("lines").get(0).path("quantity").asInt()).isEqualTo(2);
        assertThat(alice.get("/cart").expect(200).path("lines").size()).isZero();
    }

    @Test
    void anEmptyCartIsRefused() {
        assertThat(world.alice(4)
                        .post("/sales", Map.of("payments", List.of(cash(100))))
                        .problem())
                .isEqualTo("empty-cart");
    }

    @Test
    void aShelfThatIsTooShortIsRefusedWithTheUnitsLeftAndTheCartStays() {
        TestHttp alice = world.alice(5);
        long jam = world.productOnShelf("Confiture", 400, 3);
        alice.post("/cart/lines", Map.of("productId", jam, "quantity", 4)).expect(200);
        Reply refused = alice.post("/sales", Map.of("payments", List.of(cash(5000))));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("shelf-too-short");
        assertThat(refused.json().path("left").asInt()).isEqualTo(3);
        assertThat(world.onShelf(jam)).isEqualTo(3);
        assertThat(alice.get("/cart").expect(200).path("lines").size()).isEqualTo(1);
        alice.delete("/cart").expect(200);
    }

    @Test
    void anUnknownProductAmongKnownOnesIsRefusedAndNothingIsSold() {
        long salt = world.productOnShelf("Sel", 200, 5);
        Reply refused = world.alice(6).post("/sales", saleOf(List.of(line(salt, 1), line(999_999, 1))));
        assertThat(refused.problem()).isEqualTo("unknown-product");
        assertThat(world.onShelf(salt)).isEqualTo(5);
    }

    @Test
    void anUnderpaidSaleIsRefused() {
        long oil = world.productOnShelf("Huile", 1000, 5);
        Reply refused =
                world.alice(6).post("/sales", Map.of("lines", List.of(line(oil, 1)), "payments", List.of(cash(1149))));
        assertThat(refused.problem()).isEqualTo("underpaid");
        assertThat(refused.json().path("total").asLong()).isEqualTo(1150);
        assertThat(world.onShelf(oil)).isEqualTo(5);
    }

    @Test
    void onlyCashGivesChange() {
        long oil = world.productOnShelf("Huile d'olive", 1000, 5);
        List<Map<String, Object>> lines = List.of(line(oil, 1));
        assertThat(world.alice(6)
                        .post("/sales", Map.of("lines", lines, "payments", List.of(card(1151))))
                        .problem())
                .isEqualTo("overpaid-by-card");
        JsonNode split = world.alice(6)
                .post("/sales", Map.of("lines", lines, "payments", List.of(card(1000), cash(200))))
                .expect(201);
        assertThat(split.path("change").asLong()).isEqualTo(50);
    }

    @Test
    void paymentsAboveTheLimitAreRefused() {
        long pin = world.productOnShelf("Pins", 100, 5);
        Reply refused = world.alice(6)
                .post(
                        "/sales",
                        Map.of(
                                "lines", List.of(line(pin, 1)),
                                "payments", List.of(cash(Money.LIMIT), cash(Money.LIMIT))));
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    void aPriceThatChangedSinceTheCartWasShownIsRefusedOnceAndThenCharged() {
        TestHttp alice = world.alice(7);
        var honey = world.product("Miel", 800);
        world.sendFromHeadOffice(honey);
        world.settled();
        world.count(honey.productId(), 5);
        alice.post("/cart/lines", Map.of("productId", honey.productId())).expect(200);
        world.sendFromHeadOffice(StoreWorld.repriced(honey, world.nextVersion(), 900));
        world.settled();
        Reply refused = alice.post("/sales", Map.of("payments", List.of(cash(5000))));
        assertThat(refused.problem()).isEqualTo("price-changed");
        assertThat(refused.json().path("unitPrice").asLong()).isEqualTo(900);
        JsonNode shown = alice.get("/cart").expect(200).path("lines").get(0);
        assertThat(shown.path("previousUnitPrice").asLong()).isEqualTo(800);
        JsonNode sale =
                alice.post("/sales", Map.of("payments", List.of(cash(5000)))).expect(201);
        assertThat(sale.path("subtotal").asLong()).isEqualTo(900);
    }

    @Test
    void linesOfOneProductAreMerged() {
        long egg = world.productOnShelf("Oeufs", 500, 5);
        JsonNode sale = world.alice(8)
                .post("/sales", saleOf(List.of(line(egg, 1), line(egg, 2))))
                .expect(201);
        assertThat(sale.path("lines").size()).isEqualTo(1);
        assertThat(sale.path("lines").get(0).path("quantity").asInt()).isEqualTo(3);
    }

    @Test
    void aHundredRequestsWithOneKeyMakeOneSaleAndGetTheSameResponse() {
        long rice = world.productOnShelf("Riz", 700, 500);
        String key = UUID.randomUUID().toString();
        TestHttp alice = world.alice(9).key(key);
        Callable<Reply> send = () -> alice.post("/sales", saleOf(List.of(line(rice, 2))));
        List<Reply> replies = Concurrently.all(Collections.nCopies(100, send));
        assertThat(replies).allMatch(reply -> reply.status() == 201);
        assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
        assertThat(world.onShelf(rice)).isEqualTo(498);
    }

    @Test
    void aKeyReusedForAnotherSaleIsRefused() {
        long corn = world.productOnShelf("Maïs", 200, 50);
        TestHttp alice = world.alice(10).key(UUID.randomUUID().toString());
        alice.post("/sales", saleOf(List.of(line(corn, 1)))).expect(201);
        Reply refused = alice.post("/sales", saleOf(List.of(line(corn, 2))));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("idempotency-key-reused");
        assertThat(world.onShelf(corn)).isEqualTo(49);
    }

    @Test
    void aRefusedSaleCanBeRetriedWithTheSameKey() {
        long soap = world.productOnShelf("Savon", 300, 1);
        TestHttp alice = world.alice(11).key(UUID.randomUUID().toString());
        assertThat(alice.post("/sales", saleOf(List.of(line(soap, 2)))).problem())
                .isEqualTo("shelf-too-short");
        world.count(soap, 2);
        alice.post("/sales", saleOf(List.of(line(soap, 2)))).expect(201);
        alice.post("/sales", saleOf(List.of(line(soap, 2)))).expect(201);
        assertThat(world.onShelf(soap)).isZero();
    }

    @Test
    void fiftyConcurrentSalesOfTwentyUnitsSellExactlyTwenty() {
        long last = world.productOnShelf("Dernières pièces", 100, 20);
        List<TestHttp> registers =
                IntStream.rangeClosed(1, 50).mapToObj(world::alice).toList();
        List<Callable<Reply>> sends = new ArrayList<>();
        registers.forEach(register -> sends.add(() -> register.post("/sales", saleOf(List.of(line(last, 1))))));
        List<Reply> replies = Concurrently.all(sends);
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(20);
        assertThat(replies.stream().filter(reply -> reply.problem().equals("shelf-too-short")))
                .hasSize(30);
        assertThat(world.onShelf(last)).isZero();
    }

    @Test
    void concurrentSalesOfTheSameProductsNeverDeadlock() {
        List<Long> products = IntStream.range(0, 6)
                .mapToObj(number -> world.productOnShelf("Produit " + number, 100, 100_000))
                .toList();
        long deadlocksBefore = deadlocks();
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        List<TestHttp> registers =
                IntStream.rangeClosed(1, 24).mapToObj(world::alice).toList();
        List<Callable<Integer>> sellers = new ArrayList<>();
        registers.forEach(register -> sellers.add(() -> sellUntil(end, register, products)));
        int sold =
                Concurrently.all(sellers).stream().mapToInt(Integer::intValue).sum();
        assertThat(sold).isGreaterThan(50);
        assertThat(deadlocks()).isEqualTo(deadlocksBefore);
        int left = products.stream().mapToInt(world::onShelf).sum();
        assertThat(left).isEqualTo(600_000 - 4 * sold);
    }

    private static int sellUntil(long end, TestHttp register, List<Long> products) {
        Random random = new Random();
        int sold = 0;
        while (System.nanoTime() < end) {
            List<Long> shuffled = new ArrayList<>(products);
            Collections.shuffle(shuffled, random);
            register.post(
                            "/sales",
                            saleOf(shuffled.stream()
                                    .limit(4)
                                    .map(product -> line(product, 1))
                                    .toList()))
                    .expect(201);
            sold++;
        }
        return sold;
    }

    private static long deadlocks() {
        return world.number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    @Test
    void refusedSalesLeaveNoGapsInTheNumbersOfARegister() {
        long gum = world.productOnShelf("Gomme", 100, 30);
        TestHttp register = world.alice(40);
        List<Callable<Reply>> sends = new ArrayList<>();
        for (int send = 0; send < 40; send++) {
            sends.add(() -> register.post("/sales", saleOf(List.of(line(gum, 1)))));
        }
        Set<String> numbers = new HashSet<>();
        Concurrently.all(sends).stream()
                .filter(reply -> reply.status() == 201)
                .forEach(reply -> numbers.add(reply.json().path("number").asString()));
        assertThat(numbers).hasSize(30);
        List<String> ordered = numbers.stream().sorted().toList();
        long first = sequence(ordered.getFirst());
        assertThat(sequence(ordered.getLast())).isEqualTo(first + 29);
    }

    private static long sequence(String number) {
        return Long.parseLong(number.substring(number.lastIndexOf('-') + 1));
    }

    private static long sum(JsonNode rows, String field) {
        return rows.valueStream().mapToLong(row -> row.path(field).asLong()).sum();
    }

    @Test
    void salesContinueWithoutTheHeadOfficeAndAreSentLater() {
        try (StoreWorld lonely = new StoreWorld()) {
            long nuts = lonely.productOnShelf("Noix", 600, 10);
            lonely.headOffice.close();
            lonely.alice(1).post("/sales", saleOf(List.of(line(nuts, 1)))).expect(201);
            JsonNode status = lonely.alice(1).get("/status").expect(200);
            assertThat(sum(status.path("destinations"), "backlog")).isPositive();
            assertThat(sum(status.path("owed"), "waiting"))
                    .as("the form of version 0.1")
                    .isEqualTo(sum(status.path("destinations"), "backlog"));
        }
    }
}
