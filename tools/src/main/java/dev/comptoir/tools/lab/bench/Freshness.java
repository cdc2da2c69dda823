package dev.comptoir.tools.lab.bench;

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
 * What the reader of one product saw after its price was changed.
 *
 * @param seconds from the acknowledgement to the end of the last read that showed the old price; 0 when none did
 */
record Freshness(int reads, int staleReads, double seconds) {
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final int LOOKS_AFTERWARDS = 20;

    /** Changes begin 300 ms after one another, so that they meet a kept answer at different ages. */
    static List<Freshness> of(Api manager, List<Long> products, Duration oldest) {
        List<Future<Freshness>> running = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < products.size(); at++) {
                long product = products.get(at);
                Duration wait = Duration.ofMillis(300L * at);
                running.add(readers.submit(() -> one(manager, product, wait, oldest)));
            }
        }
        return running.stream().map(Freshness::result).toList();
    }

    private static Freshness result(Future<Freshness> done) {
        try {
            return done.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while readers looked", stopped);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a reader failed", failure.getCause());
        }
    }

    private static Freshness one(Api manager, long product, Duration wait, Duration oldest) {
        JsonNode before = manager.get("/products/" + product);
        String list = "/products?query=" + before.path("sku").asString();
        manager.get(list);
        Pause.of(wait);
        long price = before.path("price").asLong() % 5_000 + 1;
        manager.patch("/products/" + product, before.path("version").asLong(), Map.of("price", price));
        long acknowledged = System.nanoTime();
        int reads = 0;
        int stale = 0;
        double seconds = 0;
        // Each instance keeps answers of its own: a few fresh ones in a row are asked for.
        for (int fresh = 0; fresh < LOOKS_AFTERWARDS && seconds < oldest.toSeconds(); ) {
            long asked = System.nanoTime();
            boolean isFresh =
                    manager.get(list).path("items").path(0).path("price").asLong() == price;
            reads++;
            fresh = isFresh ? fresh + 1 : 0;
            stale += isFresh ? 0 : 1;
            seconds = isFresh ? seconds : (asked - acknowledged) / 1e9;
            Pause.of(BETWEEN);
        }
        return new Freshness(reads, stale, seconds);
    }
}
