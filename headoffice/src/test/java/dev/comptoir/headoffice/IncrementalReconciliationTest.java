package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every hour the reconciliation reads what is new, every day everything. */
class IncrementalReconciliationTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T15:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private final Instant now = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(now, HeadOfficeWorld.TORONTO);
    private HeadOfficeWorld world;

    @BeforeEach
    void open() {
        world = new HeadOfficeWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void damage(String table, String column, String store, LocalDate day) {
        String key = "(store_code, day) = ('%s', '%s')".formatted(store, day);
        assertThat(world.execute("UPDATE %s SET %s = %s + 1 WHERE ".formatted(table, column, column) + key))
                .isEqualTo(1);
    }

    private List<String> subjects(JsonNode reconciliation) {
        return reconciliation.path("checks").findValuesAsString("subject");
    }

    private JsonNode reconcileIncrementally() {
        world.execute("INSERT INTO reconciliation_run (full_run) VALUES (false)");
        try (ReconciliationJob _ = world.startReconciliation()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !last().path("lastRun").path("full").asBoolean());
        }
        return last();
    }

    private JsonNode last() {
        return world.bob().get("/reconciliation").expect(200);
    }

    @Test
    void aRunEachHourReadsTheLastDaysAndAFullRunEverything() {
        SaleRecorded older = world.sale("S1", 1, 2, 1, 1000, MORNING);
        SaleRecorded sale = world.sale("S2", 1, 1, 1, 1000, now);
        RefundRecorded refund = world.refundOf(sale, now);
        List.of(new StockCounted("S1", 2, 9, 9, "bob", MORNING), older, sale, refund)
                .forEach(world::storeSends);
        world.settled();
        assertThat(world.reconciliation().path("ok").asBoolean()).isTrue();
        for (String table : List.of("store_day", "store_hour")) {
            damage(table, "sales_total", "S1", DAY);
            damage(table, "sales_total", "S2", today);
        }
        damage("product_day", "units", "S1", DAY);
        damage("product_day", "units", "S2", today);
        world.execute("UPDATE refund SET taxes = jsonb_set(taxes, '{0,amount}', '51')");

        List<String> read = List.of(
                sale.number() + " GST",
                refund.number(),
                "S2 " + today,
                "S2 " + today + " refund tax GST 50000",
                "S2 " + today + " product 1");
        assertThat(subjects(reconcileIncrementally())).containsExactlyInAnyOrderElementsOf(read);

        assertThat(subjects(world.reconciliation()))
                .containsAll(read)
                .contains("S1 " + DAY, "S1 " + DAY + " product 2")
                .hasSize(7);
    }

    @Test
    void eachCheckShowsWhenItRanAndWhatItReads() {
        JsonNode full = check(world.reconciliation(), "The sales of every register are complete");
        JsonNode incremental = check(reconcileIncrementally(), "The sales of every register are complete");
        assertThat(full.path("incremental").asString()).isEqualTo("none");
        assertThat(incremental.path("checkedAt")).isEqualTo(full.path("checkedAt"));
        JsonNode lines = check(last(), "Lines add up to the subtotal");
        assertThat(lines.path("incremental").asString()).isEqualTo("new");
        assertThat(Instant.parse(lines.path("checkedAt").asString()))
                .isAfter(Instant.parse(lines.path("fullCheckedAt").asString()));
    }

    private static JsonNode check(JsonNode reconciliation, String name) {
        return reconciliation
                .path("checks")
                .valueStream()
                .filter(check -> check.path("name").asString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
