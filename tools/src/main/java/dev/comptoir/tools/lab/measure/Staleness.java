package dev.comptoir.tools.lab.measure;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.load.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * What the reader of one product received after its price was changed.
 *
 * @param seconds from the acknowledgement to the last read that returned the old price; 0 without one
 */
record Staleness(int reads, int staleReads, double seconds) {
    private static final Duration BETWEEN = Duration.ofMillis(20);

    /** Each instance has a response cache of its own. */
    private static final int FRESH_READS_IN_A_ROW = 20;

    /** Changes begin 300 ms after one another, so that cached responses have different ages. */
    static List<Staleness> of(ApiClient manager, List<Long> products, Duration limit) {
        List<Future<Staleness>> running = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < products.size(); at++) {
                long product = products.get(at);
                Duration wait = Duration.ofMillis(300L * at);
                running.add(readers.submit(() -> one(manager, product, wait, limit)));
            }
        }
        return running.stream().map(Staleness::result).toList();
    }

    static Map<String, Double> gauges(List<Staleness> all) {
        return Map.of(
                "changes", (double) all.size(),
                "reads", all.stream().mapToDouble(Staleness::reads).sum(),
                "stale.reads", all.stream().mapToDouble(Staleness::staleReads).sum(),
                "stale.worst.s",
                        all.stream().mapToDouble(Staleness::seconds).max().orElse(0),
                "stale.mean.s",
                        all.stream().mapToDouble(Staleness::seconds).average().orElse(0));
    }

    private static Staleness result(Future<Staleness> done) {
        try {
            return done.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while readers read", stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a reader failed", failure.getCause());
        }
    }

    private static Staleness one(ApiClient manager, long product, Duration wait, Duration limit) {
        JsonNode before = manager.read("/products/" + product);
        String list = "/products?query=" + before.path("sku").asString();
        manager.read(list);
        Pause.of(wait);
        long price = before.path("price").asLong() % 5_000 + 1;
        String etag = "\"" + before.path("version").asLong() + "\"";
        manager.patch("/products/" + product, etag, Map.of("price", price)).orThrow();
        long acknowledged = System.nanoTime();
        int reads = 0;
        int stale = 0;
        double seconds = 0;
        for (int fresh = 0; fresh < FRESH_READS_IN_A_ROW && seconds < limit.toSeconds(); ) {
            long sent = System.nanoTime();
            boolean isFresh =
                    manager.read(list).path("items").path(0).path("price").asLong() == price;
            reads++;
            fresh = isFresh ? fresh + 1 : 0;
            stale += isFresh ? 0 : 1;
            seconds = isFresh ? seconds : (sent - acknowledged) / 1e9;
            Pause.of(BETWEEN);
        }
        return new Staleness(reads, stale, seconds);
    }
}
