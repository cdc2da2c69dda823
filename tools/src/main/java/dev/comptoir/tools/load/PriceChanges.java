package dev.comptoir.tools.load;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A manager changes a product's price for the whole chain; each product is changed by one arrival at a time. A product whose
 * change has an unknown outcome is set aside until {@link #settle}, or until all others are in use.
 */
public final class PriceChanges implements Workload {
    private static final String OPERATION = "update";
    private static final long HIGHEST_CENTS = 9_900;
    private static final int STALE = 412;

    private final IntFunction<ApiClient> managers;
    private final Supplier<Map<Long, Long>> readVersions;
    private final Map<Long, Long> versions;
    private final Queue<Long> free;
    private final Queue<Long> unknown = new ConcurrentLinkedQueue<>();

    /** @param readVersions reads the current versions by product */
    public PriceChanges(IntFunction<ApiClient> managers, Supplier<Map<Long, Long>> readVersions) {
        this.managers = managers;
        this.readVersions = readVersions;
        this.versions = new ConcurrentHashMap<>(readVersions.get());
        this.free = new ConcurrentLinkedQueue<>(versions.keySet());
    }

    @Override
    public void run(Arrival arrival) {
        Long product = free.poll();
        if (product == null) {
            product = unknown.poll();
        }
        if (product == null) {
            arrival.fail(OPERATION, "every product in use");
        } else {
            change(arrival, product);
        }
    }

    private void change(Arrival arrival, long product) {
        long price = 1 + arrival.number() % HIGHEST_CENTS;
        String etag = "\"" + versions.get(product) + "\"";
        ApiClient manager = managers.apply(arrival.number());
        Response response = arrival.measure(
                OPERATION,
                () -> manager.patch("/products/" + product, etag, Map.of("price", price)),
                changed -> changed.json().path("price").asLong(-1) == price);
        if (response.isSuccess()) {
            versions.put(product, response.json().path("version").asLong());
        } else if (response.status() == STALE) {
            JsonNode now = response.json().path("now");
            versions.computeIfPresent(
                    product, (id, known) -> now.path("version").asLong(known));
        }
        (response.isRetryable() ? unknown : free).add(product);
    }

    /** Reads the versions of products whose change had an unknown outcome; between runs, where it is no load. */
    public void settle() {
        if (!unknown.isEmpty()) {
            Map<Long, Long> now = readVersions.get();
            for (Long product = unknown.poll(); product != null; product = unknown.poll()) {
                versions.put(product, now.getOrDefault(product, 0L));
                free.add(product);
            }
        }
    }
}
