package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A response of any instance includes every sale that any instance acknowledged before the request was sent, and no sale
 * that began after the response.
 */
class ManyInstancesTest {
    private static final int UNITS = 100_000;
    private static final int WRITERS = 6;
    private static final int SALES_EACH = 60;
    private static final int READERS = 12;

    private static StoreWorld world;
    private static final List<StoreService> OTHERS = new ArrayList<>();

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writing = new AtomicInteger(WRITERS);

    @BeforeAll
    static void open() {
        world = new StoreWorld();
        OTHERS.add(world.anotherInstance());
        OTHERS.add(world.anotherInstance());
    }

    @AfterAll
    static void close() {
        OTHERS.forEach(StoreService::close);
        world.close();
    }

    /** A session is valid at every instance. */
    private static List<TestHttp> everywhere(String name, int register) {
        String token = world.newToken(name, "S1", register);
        return Stream.concat(Stream.of(world.service()), OTHERS.stream())
                .map(instance -> StoreWorld.at(instance.port()).as(token))
                .toList();
    }

    @Test
    void noResponseIsOlderThanAnAcknowledgedWrite() {
        long tea = world.productOnShelf("Thé", 500, UNITS);
        List<Callable<Integer>> work = new ArrayList<>();
        IntStream.range(0, WRITERS).forEach(number -> {
            List<TestHttp> register = everywhere("alice", 1 + number);
            work.add(() -> sell(register, tea, new Random(number)));
        });
        IntStream.range(0, READERS).forEach(number -> {
            List<TestHttp> register = everywhere("bob", 20 + number);
            work.add(() -> read(register, tea, new Random(100 + number)));
        });
        Concurrently.all(work);
        assertThat(reads.get()).isGreaterThan(WRITERS * SALES_EACH);
        for (TestHttp instance : everywhere("bob", 1)) {
            assertThat(quantity(instance, tea)).isEqualTo(UNITS - WRITERS * SALES_EACH);
        }
    }

    private Integer sell(List<TestHttp> instances, long product, Random random) {
        int sales = 0;
        for (; sales < SALES_EACH; sales++) {
            begun.incrementAndGet();
            instances
                    .get(random.nextInt(instances.size()))
                    .post("/sales", saleOf(List.of(line(product, 1))))
                    .expect(201);
            acknowledged.incrementAndGet();
            int least = acknowledged.get();
            assertThat(quantity(instances.get(random.nextInt(instances.size())), product))
                    .as("a writer reads its own sale")
                    .isLessThanOrEqualTo(UNITS - least);
        }
        writing.decrementAndGet();
        return sales;
    }

    private Integer read(List<TestHttp> instances, long product, Random random) {
        while (writing.get() > 0) {
            TestHttp instance = instances.get(random.nextInt(instances.size()));
            int least = acknowledged.get();
            int sold = random.nextBoolean() ? UNITS - quantity(instance, product) : soldBy(instance);
            int most = begun.get();
            assertThat(sold).isBetween(least, most);
            reads.incrementAndGet();
        }
        return 0;
    }

    private static int quantity(TestHttp instance, long product) {
        return instance.get("/products/" + product)
                .expect(200)
                .path("stock")
                .path("quantity")
                .asInt();
    }

    /** The quantity in the list of the whole stock. */
    private static int soldBy(TestHttp instance) {
        JsonNode items = instance.get("/stock").expect(200).path("items");
        for (JsonNode product : items) {
            if (product.path("name").asString().equals("Thé")) {
                return UNITS - product.path("stores").get(0).path("quantity").asInt();
            }
        }
        throw new AssertionError("the stock lacks the product");
    }
}
