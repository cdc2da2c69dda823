package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Ledger.Acknowledged;
import dev.comptoir.tools.chaos.Ledger.Attempt;
import dev.comptoir.tools.chaos.Ledger.Entry;
import dev.comptoir.tools.chaos.Ledger.Kind;
import dev.comptoir.tools.chaos.Ledger.Refused;
import dev.comptoir.tools.chaos.Ledger.Unknown;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.load.Arrival;
import dev.comptoir.tools.load.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Of 20 arrivals 10 read, 6 sell, and one each refunds, orders, ships and changes a price. */
final class ChaosWorkload implements Workload {
    private static final int CYCLE = 20;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);
    private static final int PRECONDITION_FAILED = 412;

    /**
     * Refusals of any ordinary day: two orders for one product, two clerks who decide on one order, and a decision before the
     * store's events have arrived after a restart of the warehouse's database.
     */
    private static final List<String> EXPECTED = List.of("order-already-open", "already-decided", "store-behind");

    /** How long a client retries. */
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(3);

    private static final List<String> STORE_READS =
            List.of("/products?query=lait&limit=20", "/stock?store=S1&store=S2", "/sales?limit=20", "/register");
    private static final List<String> HEAD_OFFICE_READS =
            List.of("/reports/consolidated", "/sales?limit=20", "/analytics/today", "/stock");

    private final Sessions sessions;
    private final Ledger ledger;
    private final int products;
    private final Queue<String> refundable = new ConcurrentLinkedQueue<>();
    private final AtomicLong prices;
    private final Map<Integer, ReentrantLock> priceLocks = new ConcurrentHashMap<>();
    private final Map<Integer, Long> lastPrices = new ConcurrentHashMap<>();

    /** @param highestPrice new prices are above it and all different */
    ChaosWorkload(Sessions sessions, Ledger ledger, int products, long highestPrice) {
        this.prices = new AtomicLong(highestPrice);
        this.sessions = sessions;
        this.ledger = ledger;
        this.products = products;
    }

    /** Sends one request, and retries it until its outcome is known. */
    @Override
    public void run(Arrival arrival) {
        Instant intended = Instant.now().minusNanos(arrival.elapsedNanos());
        int number = arrival.number();
        switch (number % CYCLE) {
            case 1, 4, 7, 10, 13, 16 -> sell(number, intended);
            case 2 -> refund(number, intended);
            case 8 -> order(number, intended);
            case 12 -> ship(intended);
            case 18 -> changePrice(number, intended);
            default -> read(number, intended);
        }
    }

    /** The last price that was acknowledged, by product. */
    Map<Integer, Long> lastPrices() {
        return Map.copyOf(lastPrices);
    }

    private int product(int number) {
        return 1 + (number * 7) % products;
    }

    private void read(int number, Instant intended) {
        Response response = switch (number % 3) {
            case 0 -> sessions.register(number).get(STORE_READS.get(number / 3 % STORE_READS.size()));
            case 1 -> sessions.headOffice().get(HEAD_OFFICE_READS.get(number / 3 % HEAD_OFFICE_READS.size()));
            default -> sessions.warehouse().get("/stock");
        };
        attempted(Kind.READ, intended, response);
        if (!response.isSuccess() && !response.isRetryable()) {
            ledger.surprised("a read got the response " + describe(response));
        }
    }

    private void sell(int number, Instant intended) {
        ApiClient register = sessions.register(number);
        Map<String, Object> sale = Map.of(
                "lines",
                List.of(
                        Map.of("productId", product(number), "quantity", 1 + number % 3),
                        Map.of("productId", product(number + 1), "quantity", 1)),
                "payments",
                List.of(Map.of("tender", "cash", "amount", 100_000)));
        String key = ApiClient.newKey();
        write(Kind.SALE, key, intended, () -> register.post("/sales", key, sale))
                .ifPresent(made -> {
                    String sold = made.path("number").asString();
                    refundable.add(sold);
                    Response found = register.get("/sales/" + sold);
                    if (!found.isSuccess() && !found.isRetryable()) {
                        ledger.surprised("the sale " + sold + " was acknowledged and then not found");
                    }
                });
    }

    private void refund(int number, Instant intended) {
        String sale = refundable.poll();
        if (sale == null) {
            sell(number, intended);
            return;
        }
        Map<String, Object> refund = Map.of("reason", "chaos", "backToShelf", true);
        post(
                Kind.REFUND,
                intended,
                sessions.registerOf(sale.substring(0, sale.indexOf('-'))),
                "/sales/" + sale + "/refunds",
                refund);
    }

    private void order(int number, Instant intended) {
        Map<String, Object> order = Map.of("productId", product(number), "quantity", 5);
        post(Kind.ORDER, intended, sessions.register(number), "/restock-orders", order);
    }

    private void ship(Instant intended) {
        Response open = sessions.warehouse().get("/restock-orders?state=requested&limit=1");
        String order =
                open.isSuccess() ? open.json().path("items").path(0).path("id").asString("") : "";
        if (order.isEmpty()) {
            attempted(Kind.READ, intended, open);
        } else {
            post(Kind.SHIPMENT, intended, sessions.warehouse(), "/restock-orders/" + order + "/accept", Map.of());
        }
    }

    private void post(Kind kind, Instant intended, ApiClient session, String path, Map<String, Object> body) {
        String key = ApiClient.newKey();
        write(kind, key, intended, () -> session.post(path, key, body));
    }

    /** A change has a version instead of an idempotency key: reading the product shows whether it was made. */
    private void changePrice(int number, Instant intended) {
        int product = product(number);
        ReentrantLock lock = priceLocks.computeIfAbsent(product, any -> new ReentrantLock());
        lock.lock();
        try {
            long price = prices.incrementAndGet();
            write(Kind.PRICE, "price-" + price, intended, () -> setPrice(product, price))
                    .ifPresent(made -> lastPrices.put(product, price));
        } finally {
            lock.unlock();
        }
    }

    private Response setPrice(int product, long price) {
        String path = "/products/" + product;
        Response before = sessions.headOffice().get(path);
        if (!before.isSuccess() || hasPrice(before, price)) {
            return before;
        }
        Response changed = sessions.headOffice().patch(path, before.etag(), Map.of("price", price));
        if (changed.status() != PRECONDITION_FAILED) {
            return changed;
        }
        Response after = sessions.headOffice().get(path);
        return after.isSuccess() && hasPrice(after, price) ? after : changed;
    }

    private static boolean hasPrice(Response product, long price) {
        return product.json().path("price").asLong() == price;
    }

    /** The response; empty if the write was refused or its outcome stays unknown. */
    private Optional<JsonNode> write(Kind kind, String key, Instant intended, Supplier<Response> send) {
        Instant limit = intended.plus(RETRY_LIMIT);
        for (boolean first = true; Instant.now().isBefore(limit); first = false) {
            Response response = send.get();
            if (first) {
                attempted(kind, intended, response);
            }
            if (response.isSuccess()) {
                ledger.settled(new Entry(kind, key, new Acknowledged(response.json())));
                return Optional.of(response.json());
            }
            if (!response.isRetryable()) {
                refused(kind, key, response);
                return Optional.empty();
            }
            Pause.of(RETRY_INTERVAL);
        }
        ledger.settled(new Entry(kind, key, new Unknown()));
        return Optional.empty();
    }

    private void refused(Kind kind, String key, Response response) {
        String body = response.text();
        ledger.settled(new Entry(kind, key, new Refused(response.status(), body)));
        if (EXPECTED.stream().noneMatch(body::contains)) {
            ledger.surprised("a write (" + kind + ") was refused with " + describe(response));
        }
    }

    private static String describe(Response response) {
        return response.outcome() + " " + response.text();
    }

    private void attempted(Kind kind, Instant intended, Response response) {
        long milliseconds = Duration.between(intended, Instant.now()).toMillis();
        ledger.attempted(new Attempt(kind, intended, milliseconds, response.status(), response.isRetryable()));
    }
}
