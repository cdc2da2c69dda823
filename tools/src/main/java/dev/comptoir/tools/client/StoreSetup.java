package dev.comptoir.tools.client;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a store needs before it can sell, and a simple sale. */
public final class StoreSetup {
    private static final long FLOAT_CENTS = 20_000;
    private static final long GIVEN_CENTS = 100_000;

    private StoreSetup() {}

    /** Opens the session's register, unless it is open. */
    public static void openRegister(ApiClient register) {
        if (!register.read("/register").path("open").asBoolean()) {
            register.post("/register/open", Map.of("openingFloat", FLOAT_CENTS)).orThrow();
        }
    }

    /** Counts the same number of units of each product. */
    public static void fillShelves(ApiClient manager, Collection<Long> products, int units) {
        List<Map<String, Object>> lines = products.stream()
                .<Map<String, Object>>map(product -> Map.of("productId", product, "counted", units))
                .toList();
        manager.post("/stock/counts", Map.of("lines", lines)).orThrow();
    }

    /** Sells two of the products with the ids from 1 on at a time, at all registers at once. */
    public static void sell(List<ApiClient> registers, int sales, int products) {
        registers.forEach(StoreSetup::openRegister);
        AtomicInteger left = new AtomicInteger(sales);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            registers.forEach(register -> threads.execute(() -> {
                for (long number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                    long first = 1 + number % products;
                    long second = 1 + (number + 7) % products;
                    register.post("/sales", sale(GIVEN_CENTS, first, second)).orThrow();
                }
            }));
        }
        if (left.get() >= 0) {
            throw new IllegalStateException(left.get() + " of " + sales + " sales failed");
        }
    }

    /** The body of a sale of one unit of each product, paid in cash. */
    public static Map<String, Object> sale(long givenCents, long... products) {
        List<Map<String, Object>> lines = Arrays.stream(products)
                .<Map<String, Object>>mapToObj(product -> Map.of("productId", product, "quantity", 1))
                .toList();
        return Map.of("lines", lines, "payments", List.of(Map.of("tender", "cash", "amount", givenCents)));
    }
}
