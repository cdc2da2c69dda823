package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Ledger.Entry;
import dev.comptoir.tools.chaos.Ledger.Kind;
import dev.comptoir.tools.chaos.Ledger.Unknown;
import dev.comptoir.tools.chaos.Snapshot.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Compares the ledger of the clients with the rows that the databases gained. It relies on the guarantees of the services,
 * not on their implementation: an acknowledged write is stored, once; nothing else is; every unit and every cent is
 * accounted for.
 */
final class Audit {
    private final Ledger ledger;
    private final Snapshot before;
    private final Snapshot after;
    private final List<String> findings = new ArrayList<>();

    private Audit(Ledger ledger, Snapshot before, Snapshot after) {
        this.ledger = ledger;
        this.before = before;
        this.after = after;
    }

    /**
     * The differences; empty if there are none.
     *
     * @param lastPrices the last acknowledged price by product
     */
    static List<String> of(Ledger ledger, Snapshot before, Snapshot after, Map<Integer, Long> lastPrices) {
        Audit audit = new Audit(ledger, before, after);
        audit.findings.addAll(ledger.surprises());
        audit.unknownOutcomes();
        audit.sales();
        audit.refunds();
        audit.orders();
        audit.stock();
        audit.prices(lastPrices);
        audit.copies();
        return List.copyOf(audit.findings);
    }

    private void unknownOutcomes() {
        for (Entry entry : ledger.entries()) {
            if (entry.outcome() instanceof Unknown) {
                findings.add("the outcome of " + entry.kind() + " " + entry.key() + " is unknown");
            }
        }
    }

    private void sales() {
        Map<String, String> acknowledged = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        ledger.acknowledged(Kind.SALE).forEach((key, sale) -> {
            acknowledged.put(
                    sale.path("number").asString(),
                    String.valueOf(sale.path("total").asLong()));
            keys.put(sale.path("number").asString(), key);
        });
        compare("sale at the stores", acknowledged, gained(before.get(Rows.SALES), after.get(Rows.SALES)));
        compare("key of sale", keys, gained(before.get(Rows.SALE_KEYS), after.get(Rows.SALE_KEYS)));
    }

    private void refunds() {
        Map<String, String> acknowledged = new HashMap<>();
        for (JsonNode refund : ledger.acknowledged(Kind.REFUND).values()) {
            acknowledged.put(
                    refund.path("number").asString(),
                    String.valueOf(refund.path("total").asLong()));
        }
        compare("refund at the stores", acknowledged, gained(before.get(Rows.REFUNDS), after.get(Rows.REFUNDS)));
    }

    private void orders() {
        Map<String, String> acknowledged = new HashMap<>();
        for (JsonNode order : ledger.acknowledged(Kind.ORDER).values()) {
            acknowledged.put(
                    order.path("id").asString(),
                    String.valueOf(order.path("quantity").asInt()));
        }
        compare("restock order at the stores", acknowledged, gained(before.get(Rows.ORDERS), after.get(Rows.ORDERS)));
        compare("restock order at logistics", after.get(Rows.ORDERS), after.get(Rows.ORDERS_AT_LOGISTICS));
    }

    /** Stock before, minus sold, plus refunded and shipped units. */
    private void stock() {
        Map<String, Long> shelves = new HashMap<>();
        before.get(Rows.SHELVES).forEach((place, units) -> shelves.put(place, Long.valueOf(units)));
        Map<String, Long> central = new HashMap<>();
        before.get(Rows.CENTRAL_STOCK).forEach((product, units) -> central.put(product, Long.valueOf(units)));
        for (JsonNode sale : ledger.acknowledged(Kind.SALE).values()) {
            move(shelves, sale, -1);
        }
        for (JsonNode refund : ledger.acknowledged(Kind.REFUND).values()) {
            move(shelves, refund, 1);
        }
        for (JsonNode order : ledger.acknowledged(Kind.SHIPMENT).values()) {
            long units = order.path("quantity").asLong();
            String product = order.path("productId").asString();
            shelves.merge(order.path("store").asString() + "/" + product, units, Long::sum);
            central.merge(product, -units, Long::sum);
        }
        compare("shelf", texts(shelves), after.get(Rows.SHELVES));
        compare("central stock", texts(central), after.get(Rows.CENTRAL_STOCK));
    }

    private static void move(Map<String, Long> shelves, JsonNode book, int direction) {
        String number = book.path("number").asString();
        String store = number.substring(0, number.indexOf('-'));
        for (JsonNode line : book.path("lines")) {
            shelves.merge(
                    store + "/" + line.path("productId").asString(),
                    direction * line.path("quantity").asLong(),
                    Long::sum);
        }
    }

    private static Map<String, String> texts(Map<String, Long> numbers) {
        Map<String, String> texts = new HashMap<>();
        numbers.forEach((name, number) -> {
            if (number != 0) {
                texts.put(name, String.valueOf(number));
            }
        });
        return texts;
    }

    private void prices(Map<Integer, Long> last) {
        Map<String, String> prices = new HashMap<>(before.get(Rows.PRICES));
        last.forEach((product, price) -> prices.put(String.valueOf(product), String.valueOf(price)));
        compare("price at the head office", prices, after.get(Rows.PRICES));
        compare("price at the stores", after.get(Rows.PRICES), after.get(Rows.PRICES_AT_STORES));
        long made = sum(after.get(Rows.PRICE_CHANGES)) - sum(before.get(Rows.PRICE_CHANGES));
        if (made != ledger.acknowledged(Kind.PRICE).size()) {
            findings.add("%d price changes were acknowledged, %d are stored"
                    .formatted(ledger.acknowledged(Kind.PRICE).size(), made));
        }
    }

    private static long sum(Map<String, String> numbers) {
        return numbers.values().stream().mapToLong(Long::parseLong).sum();
    }

    private void copies() {
        compare("sale at the head office", after.get(Rows.SALES), after.get(Rows.SALES_AT_HEAD_OFFICE));
        compare("refund at the head office", after.get(Rows.REFUNDS), after.get(Rows.REFUNDS_AT_HEAD_OFFICE));
        compare("shelf at the head office", after.get(Rows.SHELVES), after.get(Rows.SHELVES_AT_HEAD_OFFICE));
    }

    private static Map<String, String> gained(Map<String, String> earlier, Map<String, String> later) {
        Map<String, String> gained = new HashMap<>(later);
        gained.keySet().removeAll(earlier.keySet());
        return gained;
    }

    private void compare(String what, Map<String, String> expected, Map<String, String> found) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String wanted = expected.getOrDefault(name, "nothing");
            String actual = found.getOrDefault(name, "nothing");
            if (!wanted.equals(actual)) {
                findings.add("%s %s: expected %s, found %s".formatted(what, name, wanted, actual));
            }
        }
    }
}
