package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A store requests goods, and its shelf is increased once when they arrive. */
class RestockTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static JsonNode order(long product) {
        return world.alice(1)
                .post("/restock-orders", Map.of("productId", product))
                .expect(201);
    }

    private static void sendFromWarehouse(Event event) {
        world.warehouse.send("store", Events.typeOf(event), Events.write(event));
    }

    private static RestockShipped shipped(JsonNode order) {
        return new RestockShipped(
                UUID.fromString(order.path("id").asString()),
                "S1",
                order.path("productId").asLong(),
                order.path("quantity").asInt(),
                "farid",
                Instant.now());
    }

    private static JsonNode newest() {
        return world.alice(1)
                .get("/restock-orders?limit=1")
                .expect(200)
                .path("items")
                .get(0);
    }

    @Test
    void anOrderIsForTenUnitsByDefault() {
        long milk = world.productOnShelf("Lait", 289, 2);
        JsonNode order = order(milk);
        assertThat(order.path("quantity").asInt()).isEqualTo(10);
        assertThat(order.path("state").asString()).isEqualTo("requested");
        Awaitility.await()
                .until(() -> world.warehouse.received("RestockRequested").stream()
                                .anyMatch(
                                        event -> event.contains(order.path("id").asString()))
                        && world.headOffice.received("RestockRequested").stream()
                                .anyMatch(
                                        event -> event.contains(order.path("id").asString())));
    }

    @Test
    void aStoreHasOneOpenOrderPerProduct() {
        long bread = world.productOnShelf("Pain", 289, 2);
        JsonNode order = order(bread);
        Reply refused = world.alice(2).post("/restock-orders", Map.of("productId", bread, "quantity", 5));
        assertThat(refused.problem()).isEqualTo("order-already-open");
        assertThat(refused.json().path("orderId")).isEqualTo(order.path("id"));
        world.loggedIn("alice", "S2", 1)
                .post("/restock-orders", Map.of("productId", bread))
                .expect(201);
    }

    @Test
    void tenConcurrentRequestsOpenOneOrder() {
        long tea = world.productOnShelf("Thé", 289, 2);
        List<Callable<Reply>> requests = IntStream.rangeClosed(1, 10)
                .mapToObj(world::alice)
                .<Callable<Reply>>map(register -> () -> register.post("/restock-orders", Map.of("productId", tea)))
                .toList();
        List<Reply> replies = Concurrently.all(requests);
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.problem().equals("order-already-open")))
                .hasSize(9);
    }

    @Test
    void aShipmentAddsToTheShelfAndTheOrderIsReceived() {
        long oil = world.productOnShelf("Huile", 289, 2);
        JsonNode order = order(oil);
        sendFromWarehouse(shipped(order));
        world.settled();
        assertThat(world.onShelf(oil)).isEqualTo(12);
        assertThat(newest().path("state").asString()).isEqualTo("received");
        Awaitility.await()
                .until(() -> world.headOffice.received("RestockReceived").stream()
                        .anyMatch(event -> event.contains(order.path("id").asString())));
        order(oil);
    }

    @Test
    void aShipmentThatArrivesAgainChangesNothingAndOneOfAnotherQuantityIsADeadLetter() {
        long jam = world.productOnShelf("Confiture", 289, 2);
        JsonNode order = order(jam);
        RestockShipped shipment = shipped(order);
        sendFromWarehouse(shipment);
        world.settled();
        long deadLettersBefore = world.warehouse.deadLetters();
        sendFromWarehouse(shipment);
        world.settled();
        assertThat(world.warehouse.deadLetters()).isEqualTo(deadLettersBefore);
        sendFromWarehouse(new RestockShipped(shipment.orderId(), "S1", jam, 11, "farid", Instant.now()));
        world.settled();
        assertThat(world.warehouse.deadLetters()).isEqualTo(deadLettersBefore + 1);
        assertThat(world.onShelf(jam)).isEqualTo(12);
    }

    @Test
    void theGoodsOfAnOrderThatARestoredStoreHasForgottenAreReceived() {
        long honey = world.productOnShelf("Miel", 289, 2);
        UUID forgotten = UUID.randomUUID();
        sendFromWarehouse(new RestockShipped(forgotten, "S1", honey, 6, "farid", Instant.now()));
        sendFromWarehouse(new RestockRefused(UUID.randomUUID(), "S1", honey, "rupture", "farid", Instant.now()));
        world.settled();
        assertThat(world.onShelf(honey)).isEqualTo(2 + 6);
        assertThat(newest().path("id").asString()).isEqualTo(forgotten.toString());
        assertThat(newest().path("state").asString()).isEqualTo("received");
    }

    @Test
    void aRefusedOrderHasAReasonAndAnotherCanBeRequested() {
        long rice = world.productOnShelf("Riz", 289, 2);
        JsonNode order = order(rice);
        sendFromWarehouse(new RestockRefused(
                UUID.fromString(order.path("id").asString()), "S1", rice, "rupture", "farid", Instant.now()));
        world.settled();
        assertThat(newest().path("state").asString()).isEqualTo("refused");
        assertThat(newest().path("reason").asString()).isEqualTo("rupture");
        assertThat(world.onShelf(rice)).isEqualTo(2);
        order(rice);
    }

    @Test
    void aShipmentFromTheHeadOfficeIsRejected() {
        long salt = world.productOnShelf("Sel", 289, 2);
        JsonNode order = order(salt);
        long deadLettersBefore = world.headOffice.deadLetters();
        world.sendFromHeadOffice(shipped(order));
        world.settled();
        assertThat(world.headOffice.deadLetters()).isEqualTo(deadLettersBefore + 1);
        assertThat(world.onShelf(salt)).isEqualTo(2);
    }
}
