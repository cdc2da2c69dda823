package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.StockLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One open alert per store and product; a restock order shows the furthest state of its events. */
class AlertsTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static void crossed(String store, long product, StockLevel from, StockLevel to, int quantity) {
        crossed(store, product, from, to, quantity, Instant.now());
    }

    private static void crossed(
            String store, long product, StockLevel from, StockLevel to, int quantity, Instant crossedAt) {
        world.storeSends(new StockLevelCrossed(store, product, from, to, quantity, crossedAt));
    }

    private static List<String> levels(String query, long product) {
        List<String> levels = new ArrayList<>();
        world.bob().get("/alerts?" + query).expect(200).path("items").forEach(alert -> {
            if (alert.path("productId").asLong() == product) {
                levels.add(alert.path("level").asString());
            }
        });
        return levels;
    }

    @Test
    void aCrossingOpensAnAlertAndTheNextOneClosesIt() {
        crossed("S1", 1, StockLevel.NORMAL, StockLevel.LOW, 4);
        crossed("S1", 1, StockLevel.LOW, StockLevel.OUT, 0);
        world.settled();
        assertThat(levels("state=open", 1)).containsExactly("out");
        assertThat(levels("state=all", 1)).containsExactly("out", "low");
        crossed("S1", 1, StockLevel.OUT, StockLevel.NORMAL, 10);
        world.settled();
        assertThat(levels("state=open", 1)).isEmpty();
    }

    @Test
    void aCrossingThatIsOlderThanTheNewestOneChangesNothing() {
        Instant noon = Instant.parse("2026-03-02T17:00:00Z");
        crossed("S1", 3, StockLevel.LOW, StockLevel.NORMAL, 10, noon);
        crossed("S1", 3, StockLevel.NORMAL, StockLevel.LOW, 4, noon.minusSeconds(60));
        crossed("S1", 3, StockLevel.NORMAL, StockLevel.OVER, 150, noon.plusSeconds(60));
        crossed("S1", 3, StockLevel.NORMAL, StockLevel.OVER, 150, noon.plusSeconds(60));
        crossed("S1", 3, StockLevel.LOW, StockLevel.NORMAL, 10, noon);
        world.settled();
        assertThat(levels("state=all", 3)).containsExactly("over");
        assertThat(levels("state=open", 3)).containsExactly("over");
    }

    @Test
    void theNextCrossingIsAppliedThoughTheClockOfItsInstanceIsBehind() {
        Instant noon = Instant.parse("2026-03-02T17:00:00Z");
        crossed("S1", 4, StockLevel.NORMAL, StockLevel.LOW, 4, noon);
        crossed("S1", 4, StockLevel.LOW, StockLevel.OUT, 0, noon.minusMillis(3));
        world.settled();
        assertThat(levels("state=open", 4)).containsExactly("out");
    }

    @Test
    void theFirstAssignmentOfAnAlertStays() {
        world.hire("eva", "manager");
        crossed("S2", 2, StockLevel.NORMAL, StockLevel.OVER, 150);
        world.settled();
        long id = world.bob()
                .get("/alerts?store=S2")
                .expect(200)
                .path("items")
                .get(0)
                .path("id")
                .asLong();
        world.loggedIn("eva").post("/alerts/" + id + "/acknowledge", "").expect(200);
        JsonNode again = world.bob().post("/alerts/" + id + "/acknowledge", "").expect(200);
        assertThat(again.path("acknowledgedBy").asString()).isEqualTo("eva");
        assertThat(levels("state=unacknowledged", 2)).isEmpty();
        assertThat(world.bob().post("/alerts/999999/acknowledge", "").status()).isEqualTo(404);
    }

    @Test
    void theStateOfAnOrderDoesNotDependOnTheSequenceOfItsEvents() {
        UUID id = UUID.randomUUID();
        world.warehouseSends(new RestockShipped(id, "S1", 7, 10, "farid", Instant.now()));
        world.settled();
        assertThat(state(id)).isEqualTo("shipped");
        world.storeSends(new RestockRequested(id, "S1", 7, 10, "alice", Instant.now()));
        world.settled();
        assertThat(state(id)).isEqualTo("shipped");
        world.storeSends(new RestockReceived(id, "S1", 7, 10, Instant.now()));
        world.settled();
        assertThat(state(id)).isEqualTo("received");
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
    }

    private static String state(UUID id) {
        for (JsonNode order : world.bob().get("/restock-orders").expect(200).path("items")) {
            if (order.path("id").asString().equals(id.toString())) {
                return order.path("state").asString();
            }
        }
        return "unknown";
    }
}
