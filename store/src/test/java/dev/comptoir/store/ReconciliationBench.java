package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A full and an incremental reconciliation of a million sales, and sales meanwhile: {@code make bench-reconciliation}. */
class ReconciliationBench {
    private static final int REGISTERS = 50;
    private static final int SALES_PER_REGISTER = 20_000;
    private static final int SHELF = 100_000;
    private static final Duration ALONE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_SALES = Duration.ofMillis(50);

    @Test
    void aRunOverAMillionSalesEndsAndTheTillSellsMeanwhile() {
        try (StoreWorld world = new StoreWorld()) {
            long milk = world.productOnShelf("Lait", 289, SHELF);
            fill(world, milk);
            Instant end = Instant.now().plus(ALONE);
            print("sales alone", sell(world, milk, () -> Instant.now().isBefore(end)));
            run(world, milk, "full");
            world.execute("INSERT INTO reconciliation_run (full_run) VALUES (false)");
            run(world, milk, "incremental");
        }
    }

    private static void run(StoreWorld world, long milk, String kind) {
        TestHttp bob = world.bob();
        long number = bob.send("POST", "/reconciliation", null)
                .expect(202)
                .path("number")
                .asLong();
        List<Long> latencies = sell(
                world,
                milk,
                () -> bob.get("/reconciliation")
                                .expect(200)
                                .path("lastRun")
                                .path("number")
                                .asLong()
                        < number);
        print("sales during the " + kind + " run", latencies);
        JsonNode result = bob.get("/reconciliation").expect(200);
        assertThat(result.path("ok").asBoolean()).as(result.toString()).isTrue();
        System.out.println(kind + " run: " + result.path("lastRun").path("milliseconds") + " ms");
        result.path("checks")
                .forEach(check -> System.out.println("  " + check.path("milliseconds") + " ms "
                        + check.path("name").asString()));
    }

    /** Sells while the condition holds; the latencies in microseconds. */
    private static List<Long> sell(StoreWorld world, long milk, BooleanSupplier condition) {
        TestHttp alice = world.alice(1);
        List<Long> latencies = new ArrayList<>();
        while (condition.getAsBoolean()) {
            long start = System.nanoTime();
            alice.post("/sales", StoreWorld.saleOf(List.of(StoreWorld.line(milk, 1))))
                    .expect(201);
            latencies.add((System.nanoTime() - start) / 1_000);
            LockSupport.parkNanos(BETWEEN_SALES.toNanos());
        }
        return latencies;
    }

    private static void print(String what, List<Long> latencies) {
        Collections.sort(latencies);
        System.out.printf(
                "%s: %d, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                what,
                latencies.size(),
                latencies.get(latencies.size() / 2) / 1_000.0,
                latencies.get(latencies.size() * 99 / 100) / 1_000.0,
                latencies.getLast() / 1_000.0);
    }

    /** Each sale is two units at 2.89: 5.78, GST 0.29, QST 0.58, paid with 7.00. */
    private static void fill(StoreWorld world, long milk) {
        int sales = REGISTERS * SALES_PER_REGISTER;
        world.execute("""
                INSERT INTO sale (number, store_code, register, sequence, cashier, sold_at, business_day, subtotal, taxes, total,
                                  payments, change, idempotency_key, fingerprint)
                SELECT format('S1-%%s-%%s', register, to_char(sequence, 'FM000000')), 'S1', register, sequence, 'alice', sold_at,
                       sold_at::date, 578, '[{"name": "GST", "perMillion": 50000, "amount": 29},
                                             {"name": "QST", "perMillion": 99750, "amount": 58}]', 665,
                       '[{"tender": "cash", "amount": 700}]', 35, 'key-' || register || '-' || sequence, ''
                FROM generate_series(1, %d) AS register, generate_series(1, %d) AS sequence,
                     LATERAL (SELECT now() - interval '90 days' + sequence * interval '6 minutes' AS sold_at) AS moment
                """.formatted(REGISTERS, SALES_PER_REGISTER));
        world.execute("""
                INSERT INTO sale_line (sale_number, line, product_id, sku, name, quantity, unit_price, amount)
                SELECT number, 1, %d, 'SKU', 'Lait', 2, 289, 578 FROM sale
                """.formatted(milk));
        world.execute("UPDATE register SET sale_sequence = %1$d, sales_total = 665 * %1$d WHERE store_code = 'S1'"
                .formatted(SALES_PER_REGISTER));
        world.execute("""
                INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
                VALUES ('S1', %d, %d, %d, 'bob', now())
                """.formatted(milk, SHELF, 2 * sales));
        world.execute("ANALYZE");
    }
}
