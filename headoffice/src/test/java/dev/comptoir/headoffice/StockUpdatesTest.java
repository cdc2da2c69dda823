package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.contract.Events;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The warehouse gets the stock and sales of the stores: the newest figures arrive, old sales do not count. */
class StockUpdatesTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static List<StoreStockKnown> updatesOf(long product) {
        return world.warehouse.received("StoreStockKnown").stream()
                .map(payload -> (StoreStockKnown) Events.read("StoreStockKnown", payload))
                .filter(known -> known.store().equals("S1") && known.productId() == product)
                .toList();
    }

    private static void awaitUpdate(long product, long quantity, long sold) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(updatesOf(product)).isNotEmpty();
            StoreStockKnown known = updatesOf(product).getLast();
            assertThat(List.of(known.quantity(), known.soldIn14Days())).containsExactly(quantity, sold);
        });
    }

    private static long counted(String sku, int units) {
        long product = world.addProduct(sku, sku, 1_000).path("id").asLong();
        world.storeSends(new StockCounted("S1", product, units, units, "bob", Instant.now()));
        world.settled();
        awaitUpdate(product, units, 0);
        return product;
    }

    private static void sell(long product, int units, Instant at) {
        world.storeSends(world.sale("S1", 1, product, units, 1_000, at));
    }

    @Test
    void theWarehouseGetsStockAndSales() {
        long tea = counted("UPDATE-1", 20);
        sell(tea, 3, Instant.now());
        awaitUpdate(tea, 17, 3);
    }

    @Test
    void manySalesAtOnceGiveFewUpdates() {
        long tea = counted("UPDATE-2", 100);
        int before = updatesOf(tea).size();
        for (int sale = 0; sale < 40; sale++) {
            sell(tea, 1, Instant.now());
        }
        awaitUpdate(tea, 60, 40);
        assertThat(updatesOf(tea).size() - before).isLessThan(10);
    }

    @Test
    void salesOlderThanFourteenDaysDoNotCount() {
        long tea = counted("UPDATE-3", 100);
        ZonedDateTime now = ZonedDateTime.now(HeadOfficeWorld.TORONTO);
        sell(tea, 4, now.minusDays(13).toInstant());
        sell(tea, 9, now.minusDays(14).toInstant());
        awaitUpdate(tea, 87, 4);
    }

    @Test
    void salesStopCountingAsTheDaysPass() {
        long tea = counted("UPDATE-4", 100);
        sell(tea, 4, ZonedDateTime.now(HeadOfficeWorld.TORONTO).minusDays(13).toInstant());
        awaitUpdate(tea, 96, 4);
        aDayPasses(tea);
        awaitUpdate(tea, 96, 0);
    }

    /** Moves sales and the last counted day back by one day. */
    private static void aDayPasses(long product) {
        world.execute("UPDATE product_day SET day = day - 1 WHERE product_id = " + product);
        assertThat(world.execute("UPDATE stock_news_day SET day = day - 1")).isPositive();
    }

    /** A batch of a store has marked its change and is about to commit while an earlier change is sent. */
    @Test
    void aChangeThatCommitsDuringAnUpdateIsSentAfterwards() throws Exception {
        long tea = counted("UPDATE-5", 50);
        try (Connection marked = world.sql();
                Connection commits = world.sql()) {
            holdCommitsOfStock(commits);
            marked.setAutoCommit(false);
            marked.createStatement().execute("INSERT INTO stock_change VALUES ('S1', %d)".formatted(tea));
            marked.commit();
            marked.createStatement()
                    .execute("SELECT 1 FROM stock_change WHERE product_id = %d FOR UPDATE".formatted(tea));
            sell(tea, 7, Instant.now());
            awaitLockWait();
            marked.commit();
            Thread.sleep(2_500);
            commits.createStatement().execute("SELECT pg_advisory_unlock_all()");
            awaitUpdate(tea, 43, 7);
        } finally {
            world.execute("DROP TRIGGER hold ON stock");
        }
    }

    private static void holdCommitsOfStock(Connection holder) throws SQLException {
        world.execute("""
                CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock(4242); RETURN NULL; END $$
                """);
        world.execute("""
                CREATE CONSTRAINT TRIGGER hold AFTER UPDATE ON stock DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION hold()
                """);
        holder.createStatement().execute("SELECT pg_advisory_lock(4242)");
    }

    private static void awaitLockWait() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock'")
                        > 0);
    }
}
