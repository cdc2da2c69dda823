package dev.comptoir.tests.upgrade;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sales at every register and price changes at the head office, each repeated until its outcome is known. */
final class Traffic implements AutoCloseable {
    private final UpgradeWorld world;
    private final long product;
    private final Map<String, Long> sales = new ConcurrentHashMap<>();
    private final Set<String> surprises = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads;
    private volatile boolean stopped;

    private Traffic(UpgradeWorld world, long product) {
        this.world = world;
        this.product = product;
        Stream<Runnable> tills = Stream.of("S1", "S2")
                .flatMap(store -> IntStream.rangeClosed(1, UpgradeWorld.REGISTERS)
                        .<Runnable>mapToObj(number -> () -> sell(store, number)));
        this.threads = Stream.concat(tills, Stream.<Runnable>of(this::reprice))
                .map(work -> Thread.ofVirtual().start(() -> repeat(work)))
                .toList();
    }

    static Traffic start(UpgradeWorld world, long product) {
        return new Traffic(world, product);
    }

    private void repeat(Runnable work) {
        try {
            while (!stopped) {
                work.run();
                Thread.sleep(20);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            surprises.add(failure.toString());
        }
    }

    private void sell(String store, int number) {
        TestHttp register = world.register(store, number).key(UpgradeWorld.newKey());
        Reply reply = untilAnswered(() -> register.post("/sales", UpgradeWorld.saleOf(product, 1)));
        if (reply.status() == 201) {
            sales.put(
                    reply.json().path("number").asString(),
                    reply.json().path("total").asLong());
        } else {
            surprises.add(reply.toString());
        }
    }

    private void reprice() {
        TestHttp headOffice = world.headOffice();
        Reply now = untilAnswered(() -> headOffice.get("/products/" + product));
        TestHttp ifUnchanged = headOffice.with("If-Match", now.header("ETag"));
        Map<String, Object> price = Map.of("price", 200 + System.nanoTime() % 100);
        Reply reply = untilAnswered(() -> ifUnchanged.patch("/products/" + product, price));
        if (reply.status() != 200 && reply.status() != 412) {
            surprises.add(reply.toString());
        }
    }

    /** Repeats a request while no instance answers, or one that stops refuses it. */
    private static Reply untilAnswered(Supplier<Reply> request) {
        while (true) {
            try {
                Reply reply = request.get();
                if (reply.status() < 500 && reply.status() != 429) {
                    return reply;
                }
            } catch (UncheckedIOException cut) {
                Thread.onSpinWait();
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The totals of all sales that a register has confirmed, by number. */
    Map<String, Long> sales() {
        return Map.copyOf(sales);
    }

    /** Responses that no upgrade may cause. */
    Set<String> surprises() {
        return Set.copyOf(surprises);
    }

    /** Waits until the requests under way are answered. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
