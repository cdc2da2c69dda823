package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** No unit is refunded twice, and the refunds of a sale add up to it. */
class RefundTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static JsonNode sale(Map<String, Object> line) {
        return world.alice(1).post("/sales", saleOf(List.of(line))).expect(201);
    }

    private static String refunds(JsonNode sale) {
        return "/sales/" + sale.path("number").asString() + "/refunds";
    }

    private static Map<String, Object> back(int line, int quantity, boolean toShelf) {
        return Map.of("line", line, "quantity", quantity, "backToShelf", toShelf);
    }

    private static Map<String, Object> some(List<Map<String, Object>> lines) {
        return Map.of("lines", lines, "reason", "abîmé");
    }

    @Test
    void aWholeRefundIsTheExactInverseOfItsSale() {
        long milk = world.productOnShelf("Lait", 289, 10);
        JsonNode sale = sale(line(milk, 3));
        JsonNode refund = world.alice(2)
                .post(refunds(sale), Map.of("reason", "changé d'avis"))
                .expect(201);
        assertThat(refund.path("total")).isEqualTo(sale.path("total"));
        assertThat(refund.path("taxes")).isEqualTo(sale.path("taxes"));
        assertThat(refund.path("number").asString()).matches("S1-2-R\\d{6}");
        assertThat(world.onShelf(milk)).isEqualTo(10);
    }

    @Test
    void partialRefundsAddUpToTheSaleToTheCent() {
        long gum = world.productOnShelf("Gomme", 33, 10);
        JsonNode sale = sale(line(gum, 7));
        long givenBack = 0;
        for (int unit = 0; unit < 7; unit++) {
            givenBack += world.alice(1)
                    .post(refunds(sale), some(List.of(back(1, 1, true))))
                    .expect(201)
                    .path("total")
                    .asLong();
        }
        assertThat(givenBack).isEqualTo(sale.path("total").asLong());
        assertThat(world.alice(1)
                        .post(refunds(sale), Map.of("reason", "encore"))
                        .problem())
                .isEqualTo("nothing-returnable");
    }

    @Test
    void brokenGoodsAreNotPutBackOnTheShelf() {
        long jar = world.productOnShelf("Pot", 500, 10);
        JsonNode sale = sale(line(jar, 2));
        world.alice(1).post(refunds(sale), some(List.of(back(1, 1, false)))).expect(201);
        assertThat(world.onShelf(jar)).isEqualTo(8);
    }

    @Test
    void returningMoreThanWasSoldIsRefusedWithTheReturnableQuantity() {
        long tea = world.productOnShelf("Thé", 500, 10);
        JsonNode sale = sale(line(tea, 2));
        world.alice(1).post(refunds(sale), some(List.of(back(1, 1, true)))).expect(201);
        Reply refused = world.alice(1).post(refunds(sale), some(List.of(back(1, 2, true))));
        assertThat(refused.problem()).isEqualTo("returned-too-much");
        assertThat(refused.json().path("returnable").asInt()).isEqualTo(1);
    }

    @Test
    void onlyOneOfTwoRegistersRefundsTheSameUnit() {
        for (int round = 0; round < 10; round++) {
            long piece = world.productOnShelf("Pièce", 500, 1);
            JsonNode sale = sale(line(piece, 1));
            TestHttp first = world.alice(1);
            TestHttp second = world.alice(2);
            Callable<Reply> atFirst = () -> first.post(refunds(sale), Map.of("reason", "un"));
            Callable<Reply> atSecond = () -> second.post(refunds(sale), Map.of("reason", "deux"));
            List<Reply> replies = Concurrently.all(List.of(atFirst, atSecond));
            assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.problem().equals("nothing-returnable")))
                    .hasSize(1);
            assertThat(world.onShelf(piece)).isEqualTo(1);
        }
    }

    @Test
    void concurrentRefundsAndSalesLoseNoUnit() {
        long busy = world.productOnShelf("Très demandé", 100, 1000);
        List<Callable<Reply>> work = java.util.stream.IntStream.rangeClosed(1, 10)
                .<Callable<Reply>>mapToObj(register -> {
                    TestHttp alice = world.alice(register);
                    return () -> {
                        Reply last = alice.post("/sales", saleOf(List.of(line(busy, 2))));
                        for (int round = 0; round < 10; round++) {
                            JsonNode sale = alice.post("/sales", saleOf(List.of(line(busy, 2))))
                                    .expect(201);
                            last = alice.post(refunds(sale), some(List.of(back(1, 1, true))));
                            last.expect(201);
                        }
                        return last;
                    };
                })
                .toList();
        Concurrently.all(work);
        assertThat(world.onShelf(busy)).isEqualTo(1000 - 10 * 2 - 10 * 10);
    }

    @Test
    void aRepeatedRefundIsMadeOnceAndGetsTheSameResponse() {
        long soap = world.productOnShelf("Savon", 500, 5);
        JsonNode sale = sale(line(soap, 2));
        TestHttp alice = world.alice(1).key(UUID.randomUUID().toString());
        Reply first = alice.post(refunds(sale), some(List.of(back(1, 1, true))));
        Reply second = alice.post(refunds(sale), some(List.of(back(1, 1, true))));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(world.onShelf(soap)).isEqualTo(4);
        assertThat(alice.post(refunds(sale), some(List.of(back(1, 1, false)))).problem())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void aStoreOfTheSameDeploymentRefundsTheSaleOfAnother() {
        long egg = world.productOnShelf("Oeuf", 500, 5);
        JsonNode sale = sale(line(egg, 2));
        TestHttp verdun = world.loggedIn("alice", "S2", 1);
        String path = "/sales/" + sale.path("number").asString();
        assertThat(verdun.get(path).expect(200).path("sale").path("store").asString())
                .isEqualTo("S1");
        world.alice(1).get("/sales?query=" + sale.path("number").asString()).expect(200);
        JsonNode refund =
                verdun.post(refunds(sale), some(List.of(back(1, 1, true)))).expect(201);
        assertThat(refund.path("number").asString()).startsWith("S2-1-R");
        assertThat(verdun.get("/products/" + egg)
                        .expect(200)
                        .path("stock")
                        .path("quantity")
                        .asInt())
                .as("the goods are on the shelf of Verdun")
                .isEqualTo(1);
        assertThat(world.onShelf(egg)).isEqualTo(3);
        assertThat(world.alice(1)
                        .get("/sales?query=" + sale.path("number").asString())
                        .expect(200)
                        .path("items")
                        .path(0)
                        .path("returnedUnits")
                        .asInt())
                .as("the cached list of Plateau changes")
                .isEqualTo(1);
        assertThat(world.alice(1)
                        .post(refunds(sale), some(List.of(back(1, 2, true))))
                        .problem())
                .isEqualTo("returned-too-much");
    }

    @Test
    void onlyOneOfTwoStoresRefundsTheSameUnit() {
        TestHttp plateau = world.alice(1);
        TestHttp verdun = world.loggedIn("alice", "S2", 1);
        for (int round = 0; round < 10; round++) {
            JsonNode sale = sale(line(world.productOnShelf("Dernier", 500, 1), 1));
            Callable<Reply> here = () -> plateau.post(refunds(sale), Map.of("reason", "un"));
            Callable<Reply> there = () -> verdun.post(refunds(sale), Map.of("reason", "deux"));
            List<Reply> replies = Concurrently.all(List.of(here, there));
            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void anUnknownSaleOrLineIsRefused() {
        long egg = world.productOnShelf("Oeuf de caille", 500, 5);
        JsonNode sale = sale(line(egg, 1));
        assertThat(world.alice(1)
                        .post("/sales/S1-1-999999/refunds", Map.of("reason", "rien"))
                        .status())
                .isEqualTo(404);
        assertThat(world.alice(1)
                        .post(refunds(sale), some(List.of(back(2, 1, true))))
                        .problem())
                .isEqualTo("unknown-line");
    }

    @Test
    void aRefundAppearsInItsSaleAndIsSentToTheHeadOffice() {
        long nut = world.productOnShelf("Noix", 500, 5);
        JsonNode sale = world.alice(1)
                .post("/sales", Map.of("lines", List.of(line(nut, 2)), "payments", List.of(cash(2000))))
                .expect(201);
        JsonNode refund = world.alice(1)
                .post(refunds(sale), some(List.of(back(1, 1, true))))
                .expect(201);
        JsonNode shown =
                world.alice(1).get("/sales/" + sale.path("number").asString()).expect(200);
        assertThat(shown.path("sale")).isEqualTo(sale);
        assertThat(shown.path("returns").get(0).path("returned").asInt()).isEqualTo(1);
        assertThat(shown.path("refunds").get(0)).isEqualTo(refund);
        Awaitility.await()
                .until(() -> world.headOffice.received("RefundRecorded").stream()
                        .anyMatch(event -> event.contains(refund.path("number").asString())));
    }
}
