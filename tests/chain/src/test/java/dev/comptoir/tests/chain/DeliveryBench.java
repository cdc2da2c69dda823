package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A backlog of sales after an outage of the head office, and the re-send of a million sales to a head office that has lost
 * them, with sales at the till meanwhile: {@code make bench-delivery}.
 */
class DeliveryBench {
    private static final int BACKLOG = 100_000;
    private static final int LOST = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int SHELF = 1_000_000;
    private static final Duration ALONE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_SALES = Duration.ofMillis(20);
    private static final double MEBIBYTE = 1024.0 * 1024.0;

    /** Sales of a register that sells nothing otherwise, like the newest real one. */
    private static final String SALES = """
            INSERT INTO outbox_log (destination, type, payload, position)
            SELECT 'headoffice', 'SaleRecorded',
                   payload || jsonb_build_object(
                       'number', 'S2-' || %1$d || '-' || to_char(n, 'FM9000000'), 'store', 'S2', 'register', %1$d,
                       'sequence', n, 'registerTotal', n * (payload ->> 'total')::bigint),
                   %2$s
            FROM (SELECT payload FROM outbox_log WHERE type = 'SaleRecorded' ORDER BY id DESC LIMIT 1) AS sale,
                 generate_series(1, %3$d) AS n
            """;

    private static final String INSERT_SALE = """
            INSERT INTO sale_peer SELECT ? || '-' || n, payload FROM generate_series(1, ?) AS n,
                (SELECT payload FROM outbox_log WHERE type = 'SaleRecorded' ORDER BY id DESC LIMIT 1) AS sale
            """;

    @Test
    void theBacklogOfAnOutageAndAResendEndWhileTheTillSells() throws SQLException {
        try (ChainWorld world = new ChainWorld()) {
            long milk = world.product("Lait", 289, SHELF);
            world.sell("S1", 1, milk, 1);
            world.awaitEmptyBacklogs();
            printPeer(world);
            Instant end = Instant.now().plus(ALONE);
            print("sales alone", sell(world, milk, () -> Instant.now().isBefore(end)));
            drain(world, milk);
            resend(world, milk);
        }
    }

    /** The limit: PostgreSQL alone inserts the same rows, with one index, in batches of the same size. */
    private static void printPeer(ChainWorld world) throws SQLException {
        try (Connection store = world.sql("store");
                Statement statement = store.createStatement()) {
            statement.execute("CREATE TABLE sale_peer (number text PRIMARY KEY, payload jsonb NOT NULL)");
            Instant start = Instant.now();
            try (PreparedStatement insert = store.prepareStatement(INSERT_SALE)) {
                for (int batch = 0; batch < BACKLOG / BATCH; batch++) {
                    insert.setString(1, "S" + batch);
                    insert.setInt(2, BATCH);
                    insert.executeUpdate();
                }
            }
            System.out.printf("PostgreSQL alone inserts %.0f sales a second%n", BACKLOG / secondsSince(start));
            statement.execute("DROP TABLE sale_peer");
        }
    }

    private static void drain(ChainWorld world, long milk) throws SQLException {
        world.stop("headoffice");
        execute(world, SALES.formatted(3, "NULL", BACKLOG));
        world.start("headoffice");
        while (world.backlog("store") >= BACKLOG) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        Instant start = Instant.now();
        long first = world.backlog("store");
        AtomicLong left = new AtomicLong(first);
        List<Long> latencies = sell(world, milk, () -> {
            left.set(world.backlog("store"));
            return left.get() > BATCH;
        });
        System.out.printf(
                "a backlog of %d sales: %.0f a second%n", BACKLOG, (first - left.get()) / secondsSince(start));
        print("sales during it", latencies);
    }

    private static void resend(ChainWorld world, long milk) throws SQLException {
        world.awaitEmptyBacklogs();
        world.stop("store");
        execute(
                world,
                SALES.formatted(2, "(SELECT numbered FROM outbox_destination WHERE name = 'headoffice') + n", LOST));
        execute(
                world,
                "UPDATE outbox_destination SET numbered = numbered + %1$d, confirmed = confirmed + %1$d WHERE name = 'headoffice'"
                        .formatted(LOST));
        execute(world, "ANALYZE outbox_log");
        world.start("store");
        Instant start = Instant.now();
        JsonNode sale = world.sell("S1", 2, milk, 1);
        AtomicLong largest = new AtomicLong();
        while (world.headOffice()
                        .get("/sales/" + sale.path("number").asString())
                        .status()
                != 200) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        System.out.printf("a sale made at its start is at the head office after %.1f s%n", secondsSince(start));
        List<Long> latencies = sell(world, milk, () -> {
            largest.accumulateAndGet(
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), Math::max);
            return world.backlog("store") > BATCH;
        });
        double seconds = secondsSince(start);
        System.out.printf("%d sales sent again in %.0f s: %.0f a second%n", LOST, seconds, LOST / seconds);
        print("sales during it", latencies);
        System.out.printf("largest heap of the three services together: %.0f MiB%n", largest.get() / MEBIBYTE);
        world.awaitEmptyBacklogs();
        assertThat(world.count("headoffice", "SELECT count(*) FROM sale WHERE store_code = 'S2' AND register = 2"))
                .isEqualTo(LOST);
    }

    private static double secondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1_000.0;
    }

    private static List<Long> sell(ChainWorld world, long milk, BooleanSupplier goesOn) {
        List<Long> latencies = new ArrayList<>();
        while (goesOn.getAsBoolean()) {
            long start = System.nanoTime();
            world.sell("S1", 1, milk, 1);
            latencies.add(System.nanoTime() - start);
            LockSupport.parkNanos(BETWEEN_SALES.toNanos());
        }
        return latencies;
    }

    private static void print(String what, List<Long> latencies) {
        Collections.sort(latencies);
        System.out.printf(
                "%s: %d, median %.1f ms, p99 %.1f ms%n",
                what, latencies.size(), quantile(latencies, 0.5) / 1e6, quantile(latencies, 0.99) / 1e6);
    }

    private static double quantile(List<Long> sorted, double part) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1.0, sorted.size() * part));
    }

    private static void execute(ChainWorld world, String statement) throws SQLException {
        try (Connection store = world.sql("store");
                Statement sql = store.createStatement()) {
            sql.execute(statement);
        }
    }
}
