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

/** The warehouse is told what the stores have and sell: the newest state always arrives, and old sales fade. */
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

    private static List<StoreStockKnown> toldOf(long product) {
        return world.warehouse.received("StoreStockKnown").stream()
                .map(payload -> (StoreStockKnown) Events.read("StoreStockKnown", payload))
                .filter(known -> known.store().equals("S1") && known.productId() == product)
                .toList();
    }

    private static void lastTold(long product, long quantity, long sold) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(toldOf(product)).isNotEmpty();
            StoreStockKnown known = toldOf(product).getLast();
            assertThat(List.of(known.quantity(), known.soldIn14Days())).containsExactly(quantity, sold);
        });
    }

    private static long counted(String sku, int units) {
        long product = world.addProduct(sku, sku, 1_000).path("id").asLong();
        world.storeSays(new StockCounted("S1", product, units, units, "bob", Instant.now()));
        world.settled();
        lastTold(product, units, 0);
        return product;
    }

    private static void sell(long product, int units, Instant at) {
        world.storeSays(world.sale("S1", 1, product, units, 1_000, at));
    }

    @Test
    void theWarehouseIsToldWhatIsLeftAndHowMuchIsSold() {
        long tea = counted("NEWS-1", 20);
        sell(tea, 3, Instant.now());
        lastTold(tea, 17, 3);
    }

    @Test
    void manySalesInAMomentAreToldInAFewNews() {
        long tea = counted("NEWS-2", 100);
        int before = toldOf(tea).size();
        for (int sale = 0; sale < 40; sale++) {
            sell(tea, 1, Instant.now());
        }
        lastTold(tea, 60, 40);
        assertThat(toldOf(tea).size() - before).isLessThan(10);
    }

    @Test
    void salesOlderThanFourteenDaysDoNotCount() {
        long tea = counted("NEWS-3", 100);
        ZonedDateTime now = ZonedDateTime.now(HeadOfficeWorld.TORONTO);
        sell(tea, 4, now.minusDays(13).toInstant());
        sell(tea, 9, now.minusDays(14).toInstant());
        lastTold(tea, 87, 4);
    }

    @Test
    void whatNobodyBuysAnyMoreFadesAsTheDaysPass() {
        long tea = counted("NEWS-4", 100);
        sell(tea, 4, ZonedDateTime.now(HeadOfficeWorld.TORONTO).minusDays(13).toInstant());
        lastTold(tea, 96, 4);
        aDayPasses(tea);
        lastTold(tea, 96, 0);
    }

    /** What was sold and told today is from yesterday now. */
    private static void aDayPasses(long product) {
        world.execute("UPDATE product_day SET day = day - 1 WHERE product_id = " + product);
        assertThat(world.execute("UPDATE stock_news_day SET day = day - 1")).isPositive();
    }

    /** A store's batch that noted its change and is about to commit, while the warehouse is told of a change before. */
    @Test
    void aChangeThatCommitsWhileTheWarehouseIsToldIsToldAfterwards() throws Exception {
        long tea = counted("NEWS-5", 50);
        try (Connection noted = world.sql();
                Connection commits = world.sql()) {
            holdCommitsOfStock(commits);
            noted.setAutoCommit(false);
            noted.createStatement().execute("INSERT INTO stock_change VALUES ('S1', %d)".formatted(tea));
            noted.commit();
            noted.createStatement()
                    .execute("SELECT 1 FROM stock_change WHERE product_id = %d FOR UPDATE".formatted(tea));
            sell(tea, 7, Instant.now());
            somebodyWaits();
            noted.commit();
            Thread.sleep(2_500);
            commits.createStatement().execute("SELECT pg_advisory_unlock_all()");
            lastTold(tea, 43, 7);
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

    private static void somebodyWaits() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> world.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock'")
                        > 0);
    }
}
