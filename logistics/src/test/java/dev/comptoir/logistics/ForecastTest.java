package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.StoreStockKnown;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The warehouse sees the stock of the stores, and what they will run out of, with the calculation. */
class ForecastTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static LogisticsWorld world;

    @BeforeAll
    static void open() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static void sendStock(String store, long product, long quantity, long sold, Instant asOf) {
        world.send(new StoreStockKnown(store, product, quantity, sold, asOf));
        world.settled();
    }

    private static JsonNode stores(long product) {
        return world.farid().get("/products/" + product + "/stores").expect(200).path("items");
    }

    private static JsonNode suggestion(long product) {
        return world.farid()
                .get("/suggestions")
                .expect(200)
                .path("items")
                .valueStream()
                .filter(item -> item.path("productId").asLong() == product)
                .findFirst()
                .orElse(null);
    }

    @Test
    void theStockOfEachStoreIsShownWithItsOpenOrders() {
        long tea = world.productInWarehouse("Thé", 100);
        sendStock("S1", tea, 6, 28, NOW);
        RestockRequested requested = world.request("S1", tea, 10);
        world.send(world.store, requested);
        world.settled();
        JsonNode plateau = stores(tea).get(0);
        assertThat(plateau.path("quantity").asLong()).isEqualTo(6);
        assertThat(plateau.path("asOf").asString()).isEqualTo(NOW.toString());
        assertThat(plateau.path("ordered").asLong()).isEqualTo(10);
        assertThat(plateau.path("orderState").asString()).isEqualTo("requested");
        assertThat(stores(tea).get(1).path("quantity").isNull()).isTrue();
    }

    @Test
    void olderFiguresThatArriveLateChangeNothing() {
        long tea = world.productInWarehouse("Thé", 100);
        sendStock("S1", tea, 6, 28, NOW);
        sendStock("S1", tea, 60, 1, NOW.minusSeconds(1));
        assertThat(stores(tea).get(0).path("quantity").asLong()).isEqualTo(6);
        sendStock("S1", tea, 5, 29, NOW.plusSeconds(1));
        assertThat(stores(tea).get(0).path("quantity").asLong()).isEqualTo(5);
    }

    @Test
    void aSuggestionFillsTheShelfForFourteenDaysAsFarAsTheWarehouseCan() {
        long tea = world.productInWarehouse("Thé", 15);
        sendStock("S1", tea, 9, 28, NOW);
        JsonNode suggestion = suggestion(tea);
        // 28 in 14 days are 2 a day; 9 last 4.5 days, less than the 5 of lead and safety; 28 - 9 are missing, 15 are
        // there.
        assertThat(suggestion.path("missing").asLong()).isEqualTo(19);
        assertThat(suggestion.path("suggested").asLong()).isEqualTo(15);
        sendStock("S1", tea, 10, 28, NOW.plusSeconds(1));
        assertThat(suggestion(tea)).as("exactly five days last").isNull();
    }

    @Test
    void unitsOnTheWayCount() {
        long tea = world.productInWarehouse("Thé", 100);
        sendStock("S1", tea, 2, 28, NOW);
        assertThat(suggestion(tea).path("missing").asLong()).isEqualTo(26);
        world.send(world.store, world.request("S1", tea, 8));
        world.settled();
        assertThat(suggestion(tea)).isNull();
    }

    @Test
    void aProductWithoutSalesIsNotSuggested() {
        long tea = world.productInWarehouse("Thé", 100);
        sendStock("S1", tea, 0, 0, NOW);
        assertThat(suggestion(tea)).isNull();
    }
}
