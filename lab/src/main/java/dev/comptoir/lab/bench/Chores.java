package dev.comptoir.lab.bench;

import dev.comptoir.lab.bench.Line.Reply;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
    private static final int TRIES = 3;

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
    static Errand update(Api manager, Map<Long, Long> versions) {
        Queue<Long> free = new ConcurrentLinkedQueue<>(versions.keySet());
        Map<Long, Long> known = new ConcurrentHashMap<>(versions);
        return number -> new Update(manager, known, free, 1 + number % DEAREST_CENTS, free.poll());
    }

    private record Update(
            Api manager,
            Map<Long, Long> versions,
            Queue<Long> free,
            long price,
            @Nullable Long taken) implements Errand.Visit {
        private long product() {
            return taken == null ? versions.keySet().iterator().next() : taken;
        }

        @Override
        public byte[] request() {
            String version = "If-Match: \"" + versions.get(product()) + "\"\r\n";
            return manager.write("PATCH", "/products/" + product(), version, Map.of("price", price));
        }

        @Override
        public boolean isRight(Reply reply) {
            return holds(reply, answer -> {
                versions.put(product(), answer.path("version").asLong());
                return answer.path("price").asLong(-1) == price;
            });
        }

        /** Who does not know what came of a change reads the product again. */
        @Override
        public void end(boolean settled) {
            for (int attempt = 1; !settled && attempt <= TRIES && reread(); attempt++) {
                pause();
            }
            if (taken != null) {
                free.add(taken);
            }
        }

        /** @return whether it must be tried again */
        private boolean reread() {
            try {
                versions.put(
                        product(),
                        manager.get("/products/" + product()).path("version").asLong());
                return false;
            } catch (IllegalStateException | UncheckedIOException notNow) {
                return true;
            }
        }

        private static void pause() {
            try {
                Thread.sleep(500);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
