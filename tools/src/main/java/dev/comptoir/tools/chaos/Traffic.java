package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Ledger.Acknowledged;
import dev.comptoir.tools.chaos.Ledger.Attempt;
import dev.comptoir.tools.chaos.Ledger.Entry;
import dev.comptoir.tools.chaos.Ledger.Kind;
import dev.comptoir.tools.chaos.Ledger.Refused;
import dev.comptoir.tools.chaos.Ledger.Unsettled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What people do: of 20 requests 10 read, 6 sell, and one each takes back, orders, ships and changes a price. */
final class Traffic {
    private static final int CYCLE = 20;
    private static final Duration REPEAT = Duration.ofMillis(250);
    private static final int STALE = 412;

    /** Refusals that people meet on any day: two orders of one product, two clerks with one order. */
    private static final List<String> EXPECTED = List.of("order-already-open", "already-decided");

    /** As far as a register would repeat by itself. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<String> STORE_READS =
            List.of("/products?query=lait&limit=20", "/stock?store=S1&store=S2", "/sales?limit=20", "/register");
    private static final List<String> HEAD_OFFICE_READS =
            List.of("/reports/consolidated", "/sales?limit=20", "/analytics/today", "/stock");

    private final People people;
    private final Ledger ledger;
    private final int products;
    private final Queue<String> refundable = new ConcurrentLinkedQueue<>();
    private final AtomicLong prices;
    private final Map<Integer, ReentrantLock> pricing = new ConcurrentHashMap<>();
    private final Map<Integer, Long> lastPrices = new ConcurrentHashMap<>();

    /** @param highestPrice all new prices are above it, and different */
    Traffic(People people, Ledger ledger, int products, long highestPrice) {
        this.prices = new AtomicLong(highestPrice);
        this.people = people;
        this.ledger = ledger;
        this.products = products;
    }

    /** One request, and its repetitions until what came of it is known. */
    void step(int number, Instant intended) {
        switch (number % CYCLE) {
            case 1, 4, 7, 10, 13, 16 -> sell(number, intended);
            case 2 -> takeBack(number, intended);
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

    private Http register(int number) {
        return people.registers().get(number % people.registers().size());
    }

    private int product(int number) {
        return 1 + (number * 7) % products;
    }

    private void read(int number, Instant intended) {
        Http.Reply reply = switch (number % 3) {
            case 0 -> register(number).get(STORE_READS.get(number / 3 % STORE_READS.size()));
            case 1 -> people.headOffice().get(HEAD_OFFICE_READS.get(number / 3 % HEAD_OFFICE_READS.size()));
            default -> people.warehouse().get("/stock");
        };
        saw(Kind.READ, intended, reply, true);
        if (!reply.made() && !reply.open()) {
            ledger.surprised("a read was answered " + reply.status() + " " + reply.body());
        }
    }

    private void sell(int number, Instant intended) {
        Map<String, Object> sale = Map.of(
                "lines",
                List.of(
                        Map.of("productId", product(number), "quantity", 1 + number % 3),
                        Map.of("productId", product(number + 1), "quantity", 1)),
                "payments",
                List.of(Map.of("tender", "cash", "amount", 5_000_000)));
        String key = People.newKey();
        JsonNode made = write(Kind.SALE, key, intended, () -> register(number).post("/sales", key, sale));
        if (made != null) {
            String sold = made.path("number").asString();
            refundable.add(sold);
            Http.Reply found = register(number).get("/sales/" + sold);
            if (!found.made() && !found.open()) {
                ledger.surprised("the sale " + sold + " was acknowledged and then not found");
            }
        }
    }

    private void takeBack(int number, Instant intended) {
        String sale = refundable.poll();
        if (sale == null) {
            sell(number, intended);
            return;
        }
        Http where = people.registerOfStore(sale.substring(0, sale.indexOf('-')));
        String key = People.newKey();
        write(
                Kind.REFUND,
                key,
                intended,
                () -> where.post("/sales/" + sale + "/refunds", key, Map.of("reason", "chaos", "backToShelf", true)));
    }

    private void order(int number, Instant intended) {
        String key = People.newKey();
        write(
                Kind.ORDER,
                key,
                intended,
                () -> register(number)
                        .post("/restock-orders", key, Map.of("productId", product(number), "quantity", 5)));
    }

    private void ship(Instant intended) {
        Http.Reply open = people.warehouse().get("/restock-orders?state=requested&limit=1");
        String order =
                open.made() ? open.json().path("items").path(0).path("id").asString("") : "";
        if (order.isEmpty()) {
            saw(Kind.READ, intended, open, true);
            return;
        }
        String key = People.newKey();
        write(
                Kind.SHIPMENT,
                key,
                intended,
                () -> people.warehouse().post("/restock-orders/" + order + "/accept", key, Map.of()));
    }

    /** Bound to a version instead of a key: after a doubt, the product itself says whether the change was made. */
    private void changePrice(int number, Instant intended) {
        int product = product(number);
        ReentrantLock alone = pricing.computeIfAbsent(product, any -> new ReentrantLock());
        alone.lock();
        try {
            long price = prices.incrementAndGet();
            String key = "price-" + price;
            if (write(Kind.PRICE, key, intended, () -> reprice(product, price)) != null) {
                lastPrices.put(product, price);
            }
        } finally {
            alone.unlock();
        }
    }

    private Http.Reply reprice(int product, long price) {
        Http.Reply now = people.headOffice().get("/products/" + product);
        if (!now.made() || now.json().path("price").asLong() == price) {
            return now;
        }
        Http.Reply changed = people.headOffice()
                .send("PATCH", "/products/" + product, Map.of("If-Match", now.tag()), Map.of("price", price));
        if (changed.status() != STALE) {
            return changed;
        }
        Http.Reply then = people.headOffice().get("/products/" + product);
        return then.made() && then.json().path("price").asLong() == price ? then : changed;
    }

    /** The answer; null when it was refused or stayed unknown. */
    private @Nullable JsonNode write(Kind kind, String key, Instant intended, Supplier<Http.Reply> send) {
        Instant limit = intended.plus(PATIENCE);
        boolean first = true;
        while (Instant.now().isBefore(limit)) {
            Http.Reply reply = send.get();
            saw(kind, intended, reply, first);
            first = false;
            if (reply.made()) {
                JsonNode answer = reply.json();
                ledger.settled(new Entry(kind, key, new Acknowledged(answer)));
                return answer;
            }
            if (!reply.open()) {
                refused(kind, key, reply);
                return null;
            }
            Pause.of(REPEAT);
        }
        ledger.settled(new Entry(kind, key, new Unsettled()));
        return null;
    }

    private void refused(Kind kind, String key, Http.Reply reply) {
        ledger.settled(new Entry(kind, key, new Refused(reply.status(), reply.body())));
        boolean expected = EXPECTED.stream().anyMatch(reply.body()::contains);
        if (!expected) {
            ledger.surprised("a write (" + kind + ") was refused with " + reply.status() + " " + reply.body());
        }
    }

    private void saw(Kind kind, Instant intended, Http.Reply reply, boolean first) {
        long milliseconds = Duration.between(intended, Instant.now()).toMillis();
        ledger.saw(new Attempt(kind, intended, milliseconds, reply.status(), reply.open(), first));
    }
}
