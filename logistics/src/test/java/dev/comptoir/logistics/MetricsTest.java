package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.testing.MetricsPage;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Metrics of logistics: restock orders by state, and the age of the oldest open one. */
class MetricsTest {

    @Test
    void restockOrdersAreCountedByState() {
        try (LogisticsWorld world = new LogisticsWorld()) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                MetricsPage page = MetricsPage.of(world.port());
                assertThat(page.has("comptoir_restock_orders", "state", "requested"))
                        .isTrue();
                assertThat(page.sum("comptoir_restock_orders")).isZero();
                assertThat(page.sum("comptoir_restock_oldest_open_order_age_seconds"))
                        .isZero();
            });
            long tea = world.productInWarehouse("Tea", 100);
            long milk = world.productInWarehouse("Milk", 100);
            UUID first = world.requested(tea, 5);
            world.requested(milk, 5);
            world.farid()
                    .post("/restock-orders/" + first + "/refuse", Map.of("reason", "none left"))
                    .expect(200);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                MetricsPage page = MetricsPage.of(world.port());
                assertThat(page.sum("comptoir_restock_orders", "state", "requested"))
                        .isEqualTo(1);
                assertThat(page.sum("comptoir_restock_orders", "state", "refused"))
                        .isEqualTo(1);
                assertThat(page.sum("comptoir_restock_orders")).isEqualTo(2);
                assertThat(page.sum("comptoir_restock_oldest_open_order_age_seconds"))
                        .isBetween(0.01, 60.0);
            });
        }
    }
}
