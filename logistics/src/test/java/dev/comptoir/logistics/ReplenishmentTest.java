package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A restock order is decided once, and its goods leave the warehouse once. */
class ReplenishmentTest {
    private static LogisticsWorld world;

    @BeforeAll
    static void start() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Reply accept(TestHttp clerk, UUID order) {
        return clerk.post("/restock-orders/" + order + "/accept", "");
    }

    private static Reply refuse(TestHttp clerk, UUID order, String reason) {
        return clerk.post("/restock-orders/" + order + "/refuse", Map.of("reason", reason));
    }

    private static List<Reply> atOnce(List<Callable<Reply>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> running = work.stream().map(threads::submit).toList();
            List<Reply> replies = new java.util.ArrayList<>();
            for (Future<Reply> reply : running) {
                replies.add(reply.get());
            }
            return replies;
        }
    }

    @Test
    void anAcceptedOrderLowersTheStockAndIsSentToStoreAndHeadOffice() {
        long product = world.productInWarehouse("Miel de trèfle", 30);
        UUID order = world.requested(product, 10);

        JsonNode shipped = accept(world.farid(), order).expect(200);
        world.settled();

        assertThat(shipped.path("state").asString()).isEqualTo("shipped");
        assertThat(shipped.path("decidedBy").asString()).isEqualTo("farid");
        assertThat(shipped.path("productName").asString()).isEqualTo("Miel de trèfle");
        assertThat(shipped.path("centralStock").asLong()).isEqualTo(20);
        assertThat(world.centralStock(product)).isEqualTo(20);
        assertThat(world.store.received("RestockShipped"))
                .anyMatch(event -> event.contains(order.toString()) && event.contains("farid"));
        assertThat(world.headOffice.received("RestockShipped")).anyMatch(event -> event.contains(order.toString()));
        assertThat(world.storeWest.received("RestockShipped")).noneMatch(event -> event.contains(order.toString()));
    }

    @Test
    void aReplayOfAKeyReturnsTheFirstResponseAndShipsNothingMore() {
        long product = world.productInWarehouse("Riz", 30);
        UUID order = world.requested(product, 10);
        TestHttp keyed = world.farid().key("accept-" + order);

        Reply first = accept(keyed, order);
        Reply second = accept(keyed, order);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(world.centralStock(product)).isEqualTo(20);
        assertThat(refuse(keyed, order, "another request").problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void twoClerksWhoAcceptAtOnceShipOnce() throws Exception {
        long product = world.productInWarehouse("Farine", 100);
        UUID order = world.requested(product, 10);
        TestHttp farid = world.farid();
        TestHttp nadia = world.nadia();

        List<Reply> replies = atOnce(IntStream.range(0, 10)
                .<Callable<Reply>>mapToObj(press -> () -> accept(press % 2 == 0 ? farid : nadia, order))
                .toList());

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allMatch(reply -> reply.problem().equals("already-decided")
                        && reply.json().path("state").asString().equals("shipped"));
        assertThat(world.centralStock(product)).isEqualTo(90);
    }

    @Test
    void aShipmentBeyondTheCentralStockIsRefusedWithWhatIsLeft() {
        long product = world.productInWarehouse("Sirop d'érable", 4);
        UUID order = world.requested(product, 5);

        Reply refused = accept(world.farid(), order);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("central-stock-too-short");
        assertThat(refused.json().path("left").asLong()).isEqualTo(4);
        assertThat(world.centralStock(product)).isEqualTo(4);
        assertThat(world.state(order)).isEqualTo("requested");
        assertThat(world.store.received("RestockShipped")).noneMatch(event -> event.contains(order.toString()));
    }

    @Test
    void theSameKeyCanBeRetriedAfterTheGoodsHaveArrived() {
        long product = world.productInWarehouse("Cassonade", 4);
        UUID order = world.requested(product, 5);
        TestHttp keyed = world.farid().key("again-" + order);

        assertThat(accept(keyed, order).status()).isEqualTo(409);
        world.farid()
                .post("/stock/" + product + "/receipts", Map.of("quantity", 1))
                .expect(200);

        assertThat(accept(keyed, order).status()).isEqualTo(200);
        assertThat(world.centralStock(product)).isZero();
    }

    @Test
    void concurrentOrdersForTheLastUnitsNeverOversell() throws Exception {
        long product = world.productInWarehouse("Dernières pièces", 10);
        UUID first = world.requested(product, 7);
        UUID second = world.requested(product, 6);
        TestHttp farid = world.farid();
        TestHttp nadia = world.nadia();

        List<Reply> replies = atOnce(List.of(() -> accept(farid, first), () -> accept(nadia, second)));

        assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409);
        assertThat(replies).extracting(Reply::problem).contains("central-stock-too-short");
        assertThat(world.centralStock(product)).isIn(3L, 4L);
    }

    @Test
    void aRefusalKeepsTheStockAndSendsItsReasonToTheStore() {
        long product = world.productInWarehouse("Thé vert", 30);
        UUID order = world.requested(product, 10);

        JsonNode refused =
                refuse(world.farid(), order, "  kept for the holidays ").expect(200);
        world.settled();

        assertThat(refused.path("state").asString()).isEqualTo("refused");
        assertThat(refused.path("reason").asString()).isEqualTo("kept for the holidays");
        assertThat(world.centralStock(product)).isEqualTo(30);
        assertThat(world.store.received("RestockRefused"))
                .anyMatch(event -> event.contains(order.toString()) && event.contains("kept for the holidays"));
        assertThat(accept(world.nadia(), order).problem()).isEqualTo("already-decided");
    }

    @Test
    void aRefusalNeedsAReasonOfReasonableLength() {
        UUID order = world.requested(world.productInWarehouse("Café", 1), 1);

        assertThat(refuse(world.farid(), order, " ").status()).isEqualTo(400);
        assertThat(refuse(world.farid(), order, "x".repeat(201)).status()).isEqualTo(400);
        assertThat(world.state(order)).isEqualTo("requested");
    }

    @Test
    void aReceivedOrderIsClosed() {
        long product = world.productInWarehouse("Lait", 30);
        UUID order = world.requested(product, 10);
        accept(world.farid(), order).expect(200);

        world.send(world.store, new RestockReceived(order, "S1", product, 10, Instant.now()));
        world.settled();

        assertThat(world.state(order)).isEqualTo("received");
        assertThat(accept(world.farid(), order).json().path("state").asString()).isEqualTo("received");
    }

    @Test
    void aReceiptWhoseShipmentWasLostRecordsTheShipment() {
        long product = world.productInWarehouse("Beurre", 30);
        UUID order = world.requested(product, 10);

        world.send(world.store, new RestockReceived(order, "S1", product, 10, Instant.now()));
        world.settled();

        assertThat(world.state(order)).isEqualTo("received");
        assertThat(world.centralStock(product)).isEqualTo(20);
    }

    @Test
    void anOrderIsNotDecidedBeforeTheEventsOfItsStoreHaveArrivedSinceTheDatabaseStarted() {
        long product = world.productInWarehouse("Cidre", 10);
        world.send(world.storeServedBy("S7", "Laval", "storenorth"));
        world.settled();
        UUID order = UUID.randomUUID();
        world.tamper("INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at)"
                + " VALUES ('" + order + "', 'S7', " + product + ", 4, 'alice', now())");
        assertThat(accept(world.farid(), order).problem()).isEqualTo("store-behind");

        world.tamper("ALTER TABLE inbox_sender ADD COLUMN IF NOT EXISTS heard_in text,"
                + " ADD COLUMN IF NOT EXISTS behind bigint NOT NULL DEFAULT 0");
        world.tamper(
                "INSERT INTO inbox_sender (name, last_contact, heard_in) VALUES ('storenorth', now(), 'another run')");
        assertThat(accept(world.farid(), order).problem()).isEqualTo("store-behind");
        assertThat(refuse(world.farid(), order, "rupture").problem()).isEqualTo("store-behind");

        world.tamper("UPDATE inbox_sender SET behind = 3, heard_in ="
                + " (SELECT extract(epoch FROM pg_postmaster_start_time()) || ' ' || oid FROM pg_database"
                + " WHERE datname = current_database())");
        assertThat(accept(world.farid(), order).problem()).isEqualTo("store-behind");
        assertThat(world.centralStock(product)).isEqualTo(10);

        world.tamper("UPDATE inbox_sender SET behind = 0");
        accept(world.farid(), order).expect(200);
        assertThat(world.centralStock(product)).isEqualTo(6);
    }

    @Test
    void ordersAreListedNewestFirstPageByPage() {
        long product = world.productInWarehouse("Pommes", 0);
        List<UUID> orders = IntStream.range(0, 5)
                .mapToObj(number -> {
                    RestockRequested request = new RestockRequested(
                            UUID.randomUUID(),
                            "S2",
                            product,
                            1,
                            "alice",
                            Instant.now().plusSeconds(number / 2));
                    world.send(world.storeWest, request);
                    return request.orderId();
                })
                .toList();
        world.settled();

        List<String> listed = new java.util.ArrayList<>();
        String page = "/restock-orders?state=requested&store=S2&limit=2";
        JsonNode found = world.farid().get(page).expect(200);
        while (true) {
            found.path("items").forEach(order -> listed.add(order.path("id").asString()));
            if (found.path("next").isNull()) {
                break;
            }
            found = world.farid()
                    .get(page + "&after=" + found.path("next").asString())
                    .expect(200);
        }

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        orders.stream().map(UUID::toString).toList());
        assertThat(listed.getFirst()).isEqualTo(orders.getLast().toString());
        assertThat(world.farid()
                        .get("/restock-orders?state=refused&store=S2")
                        .expect(200)
                        .path("items"))
                .isEmpty();
    }

    @Test
    void anUnknownOrderIsNotFound() {
        UUID unknown = UUID.randomUUID();
        assertThat(accept(world.farid(), unknown).status()).isEqualTo(404);
        assertThat(refuse(world.farid(), unknown, "no").status()).isEqualTo(404);
        assertThat(world.farid().get("/restock-orders/" + unknown).status()).isEqualTo(404);
    }

    @Test
    void theOrdersForOneProductAreListedAlone() {
        long milk = world.productInWarehouse("Lait de chèvre", 30);
        long bread = world.productInWarehouse("Pain de seigle", 30);
        UUID requested = world.requested(milk, 4);
        world.requested(bread, 5);

        JsonNode orders =
                world.farid().get("/restock-orders?product=" + milk).expect(200).path("items");

        assertThat(orders.valueStream().map(order -> order.path("id").asString()))
                .containsExactly(requested.toString());
    }

    @Test
    void theStoresAreListedByTheirCodes() {
        JsonNode stores = world.farid().get("/stores").expect(200).path("items");

        assertThat(stores.valueStream().map(store -> store.path("code").asString()))
                .containsSubsequence("S1", "S2")
                .isSorted();
        assertThat(stores.get(0).path("name").asString()).isNotBlank();
    }
}
