package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Metrics of sales, refunds and refusals are exact to the cent. */
class SalesMetricsTest {
    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static MetricsPage page() {
        return MetricsPage.of(world.service().port());
    }

    private static Map<String, Object> order(long product, int quantity, long paid) {
        return Map.of(
                "lines", List.of(Map.of("productId", product, "quantity", quantity)),
                "payments", List.of(Map.of("tender", "cash", "amount", paid)));
    }

    @Test
    void salesAndRefundsAreCountedOnceAndRefusalsByProblem() {
        long tea = world.productOnShelf("Tea", 1_000, 10);
        TestHttp alice = world.alice(3);
        JsonNode first =
                alice.key("sale-key-1").post("/sales", order(tea, 2, 5_000)).expect(201);
        alice.key("sale-key-1").post("/sales", order(tea, 2, 5_000)).expect(201);
        alice.key("sale-key-1").post("/sales", order(tea, 1, 5_000)).expect(422);
        alice.post("/sales", order(tea, 1, 2_000)).expect(201);
        alice.post("/sales", order(tea, 1, 5)).expect(422);
        alice.post("/sales", order(tea, 50, 500_000)).expect(409);
        alice.post("/sales", order(tea, 60, 500_000)).expect(409);
        assertThat(page().sum("comptoir_sales_total", "store", "S1")).isEqualTo(2);
        assertThat(page().sum("comptoir_sales_amount_cents_total", "store", "S1"))
                .isEqualTo(2_300 + 1_150);
        assertThat(page().sum("comptoir_sales_total")).isEqualTo(2);

        Map<String, Object> refund = Map.of("reason", "broken");
        String refunds = "/sales/" + first.path("number").asString() + "/refunds";
        alice.key("refund-key-1").post(refunds, refund).expect(201);
        alice.key("refund-key-1").post(refunds, refund).expect(201);
        alice.key("refund-key-2").post(refunds, refund).expect(409);
        assertThat(page().sum("comptoir_refunds_total", "store", "S1")).isEqualTo(1);
        assertThat(page().sum("comptoir_refunds_amount_cents_total", "store", "S1"))
                .isEqualTo(2_300);

        assertThat(page().sum("comptoir_refusals_total", "error_type", "underpaid"))
                .isEqualTo(1);
        assertThat(page().sum("comptoir_refusals_total", "error_type", "shelf-too-short"))
                .isEqualTo(2);
        assertThat(page().sum("comptoir_refusals_total", "error_type", "idempotency-key-reused"))
                .isEqualTo(1);
        assertThat(page().sum("comptoir_refusals_total", "error_type", "nothing-returnable"))
                .isEqualTo(1);
        assertThat(page().sum("comptoir_refusals_total")).isEqualTo(5);
    }

    @Test
    void reconciliationMetricsAppearAfterTheFirstReconciliation() {
        assertThat(page().has("comptoir_reconciliation_differences")).isFalse();
        world.bob().reconcile();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(page().sum("comptoir_reconciliation_last_run_timestamp_seconds"))
                        .isGreaterThan(1_700_000_000));
        assertThat(page().has("comptoir_reconciliation_differences")).isTrue();
        assertThat(page().sum("comptoir_reconciliation_differences")).isZero();
    }

    @Test
    void theBacklogIsEmptyWhileTheHeadOfficeIsReachable() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            MetricsPage page = page();
            assertThat(page.has("comptoir_outbox_backlog", "destination", "headoffice"))
                    .isTrue();
            assertThat(page.sum("comptoir_outbox_backlog", "destination", "headoffice"))
                    .isZero();
        });
        assertThat(page().sum("comptoir_inbox_events_total", "sender", "headoffice", "outcome", "applied"))
                .isGreaterThanOrEqualTo(5);
    }
}
