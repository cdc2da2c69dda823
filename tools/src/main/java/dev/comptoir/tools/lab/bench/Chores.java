package dev.comptoir.tools.lab.bench;

import dev.comptoir.tools.lab.bench.Line.Reply;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The three scenarios of the report. Every changed price is looked at, and of the two kinds of reads one answer in ten:
 * to look at all of them would take the machine from what is measured.
 */
final class Chores {
    private static final int LOOKED_AT = 10;
    private static final int SHELVES = 50;
    private static final long DEAREST_CENTS = 9_900;

    private Chores() {}

    private static boolean holds(Reply reply, Predicate<JsonNode> rule) {
        try {
            return rule.test(Api.JSON.readTree(reply.body()));
        } catch (JacksonException unreadable) {
            return false;
        }
    }

    /** The same read for everybody, looked at now and then. */
    private static Errand reading(byte[] request, Predicate<JsonNode> rule) {
        return number -> new Errand.Visit() {
            @Override
            public byte[] request() {
                return request;
            }

            @Override
            public boolean isRight(Reply reply) {
                return number % LOOKED_AT != 0 || holds(reply, rule);
            }
        };
    }

    /** The stock of all stores: products are there, and none is below zero. */
    static Errand stock(Api cashier) {
        return reading(
                cashier.read("/stock?limit=" + SHELVES + "&store=S1&store=S2&store=S3"),
                answer -> !answer.path("items").isEmpty()
                        && answer.path("items")
                                .valueStream()
                                .flatMap(product -> product.path("stores").valueStream())
                                .allMatch(shelf -> shelf.path("quantity").asLong(-1) >= 0));
    }

    /** The consolidated report: the total is the sum of the stores, to the cent. */
    static Errand report(Api manager) {
        return reading(manager.read("/reports/consolidated"), answer -> {
            long sum = answer.path("stores")
                    .valueStream()
                    .mapToLong(store -> store.path("totals").path("net").asLong())
                    .sum();
            return !answer.path("stores").isEmpty()
                    && sum == answer.path("total").path("net").asLong(-1);
        });
    }

    /** Changes prices, each product by one visitor at a time: the price is the one that was sent. */
    static Errand update(Api manager, Supplier<Map<Long, Long>> truth) {
        return new Updates(manager, truth);
    }

    /**
     * A product of which a visitor does not know what came of the change is left alone until its version was read again:
     * after the measurement, since such reads would be load that nobody asked for.
     */
    private static final class Updates implements Errand {
        private final Api manager;
        private final Supplier<Map<Long, Long>> truth;
        private final Map<Long, Long> versions;
        private final Queue<Long> free;
        private final Queue<Long> doubtful = new ConcurrentLinkedQueue<>();

        /** @param truth versions by product */
        Updates(Api manager, Supplier<Map<Long, Long>> truth) {
            this.manager = manager;
            this.truth = truth;
            this.versions = new ConcurrentHashMap<>(truth.get());
            this.free = new ConcurrentLinkedQueue<>(versions.keySet());
        }

        @Override
        public Visit visit(int number) {
            return new Update(this, product(), 1 + number % DEAREST_CENTS);
        }

        private long product() {
            Long product = free.poll();
            if (product == null) {
                product = doubtful.poll();
            }
            if (product == null) {
                throw new IllegalStateException("every product's price is being changed: there are too few of them");
            }
            return product;
        }

        @Override
        public void settle() {
            if (!doubtful.isEmpty()) {
                Map<Long, Long> now = truth.get();
                for (Long product = doubtful.poll(); product != null; product = doubtful.poll()) {
                    versions.put(product, now.getOrDefault(product, 0L));
                    free.add(product);
                }
            }
        }
    }

    private record Update(Updates all, long product, long price) implements Errand.Visit {
        @Override
        public byte[] request() {
            String version = "If-Match: \"" + all.versions.get(product) + "\"\r\n";
            return all.manager.write("PATCH", "/products/" + product, version, Map.of("price", price));
        }

        @Override
        public boolean isRight(Reply reply) {
            return holds(reply, answer -> {
                all.versions.put(product, answer.path("version").asLong());
                return answer.path("price").asLong(-1) == price;
            });
        }

        @Override
        public void end(boolean settled) {
            (settled ? all.free : all.doubtful).add(product);
        }
    }
}
