package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.testing.MetricsPage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Metrics of the head office: open stock alerts, and how far each peer is behind. */
class MetricsTest {

    @Test
    void openAlertsLastContactAndCatalogueLagAreMeasured() {
        try (HeadOfficeWorld world = new HeadOfficeWorld()) {
            for (int product = 1; product <= 3; product++) {
                world.storeSends(
                        new StockLevelCrossed("S1", product, StockLevel.NORMAL, StockLevel.LOW, 4, Instant.now()));
            }
            world.storeSends(new StockLevelCrossed("S1", 2, StockLevel.LOW, StockLevel.NORMAL, 40, Instant.now()));
            world.settled();
            world.addProduct("ONE", "Un", 100);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                MetricsPage page = MetricsPage.of(world.port());
                assertThat(page.sum("comptoir_stock_alerts_open")).isEqualTo(2);
                assertThat(page.has("comptoir_peer_catalogue_lag_versions", "peer", "store"))
                        .isTrue();
                assertThat(page.sum("comptoir_peer_catalogue_lag_versions")).isZero();
                assertThat(secondsSinceContactWithTheStore(page)).isBetween(0.0, 5.0);
            });
            world.store.close();
            world.addProduct("TWO", "Deux", 100);
            world.addProduct("THREE", "Trois", 100);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                MetricsPage page = MetricsPage.of(world.port());
                assertThat(page.sum("comptoir_peer_catalogue_lag_versions", "peer", "store"))
                        .isEqualTo(2);
                assertThat(page.sum("comptoir_peer_catalogue_lag_versions", "peer", "logistics"))
                        .isZero();
                assertThat(secondsSinceContactWithTheStore(page)).isGreaterThan(6);
                assertThat(page.sum("comptoir_outbox_backlog", "destination", "store"))
                        .isEqualTo(2);
            });
        }
    }

    private static double secondsSinceContactWithTheStore(MetricsPage page) {
        return Instant.now().toEpochMilli() / 1e3
                - page.sum("comptoir_peer_last_contact_timestamp_seconds", "peer", "store");
    }
}
