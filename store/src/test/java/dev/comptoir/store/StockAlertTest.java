package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Crossing a threshold raises exactly one event; a sale that crosses none raises none. */
class StockAlertTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static List<StockLevel> crossings(long product) {
        return world.headOffice.received("StockLevelCrossed").stream()
                .map(payload -> (StockLevelCrossed) Events.read("StockLevelCrossed", payload))
                .filter(event -> event.productId() == product)
                .map(StockLevelCrossed::to)
                .toList();
    }

    private static void expect(long product, StockLevel... levels) {
        Awaitility.await().untilAsserted(() -> assertThat(crossings(product)).containsExactly(levels));
    }

    private static void sell(long product, int quantity) {
        world.alice(1).post("/sales", saleOf(List.of(line(product, quantity)))).expect(201);
    }

    @Test
    void crossingFiveAndReachingZeroRaiseOneEventEach() {
        long milk = world.productOnShelf("Lait", 100, 8);
        expect(milk, StockLevel.NORMAL);
        sell(milk, 3);
        sell(milk, 1);
        sell(milk, 1);
        sell(milk, 2);
        sell(milk, 1);
        expect(milk, StockLevel.NORMAL, StockLevel.LOW, StockLevel.OUT);
    }

    @Test
    void moreThanAHundredUnitsAreTooMany() {
        long tea = world.productOnShelf("Thé", 100, 101);
        expect(tea, StockLevel.OVER);
        sell(tea, 1);
        expect(tea, StockLevel.OVER, StockLevel.NORMAL);
    }

    @Test
    void twoLinesOfOneProductInASaleCrossAThresholdOnce() {
        long tea = world.productOnShelf("Thé vert", 100, 6);
        TestHttp bob = world.loggedIn("bob", "S1", 9);
        bob.post("/cart/lines", Map.of("productId", tea)).expect(200);
        bob.put("/cart/lines/" + tea + "/price", Map.of("price", 50, "reason", "bosse"))
                .expect(200);
        bob.put("/cart/lines/" + tea, Map.of("quantity", 2)).expect(200);
        JsonNode sale =
                bob.post("/sales", Map.of("payments", List.of(cash(1_000)))).expect(201);
        assertThat(sale.path("lines")).hasSize(2);
        sell(tea, 1);
        expect(tea, StockLevel.NORMAL, StockLevel.LOW);
    }

    @Test
    void aStoreCanHaveItsOwnThresholds() {
        var jam = world.product("Confiture", 100);
        var withThresholds = new dev.comptoir.contract.Event.ProductChanged(
                jam.productId(),
                world.nextVersion(),
                jam.sku(),
                jam.barcode(),
                jam.name(),
                jam.description(),
                jam.category(),
                jam.price(),
                jam.thresholds(),
                java.util.Map.of("S1", new dev.comptoir.contract.Thresholds(20, 100)),
                jam.changedAt(),
                jam.taxClass(),
                jam.deposit(),
                0);
        world.sendFromHeadOffice(jam);
        world.settled();
        world.count(jam.productId(), 15);
        expect(jam.productId(), StockLevel.NORMAL);
        world.sendFromHeadOffice(withThresholds);
        world.settled();
        expect(jam.productId(), StockLevel.NORMAL, StockLevel.LOW);
    }
}
