package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Ledger.Entry;
import dev.comptoir.tools.chaos.Ledger.Kind;
import dev.comptoir.tools.chaos.Ledger.Unsettled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Compares the client's ledger with what the databases gained. It knows nothing of how the services keep their promises,
 * only the promises: what was acknowledged is there, once; nothing else is; every unit and every cent is accounted for.
 */
final class Audit {
    private final Ledger ledger;
    private final Books before;
    private final Books after;
    private final List<String> findings = new ArrayList<>();

    private Audit(Ledger ledger, Books before, Books after) {
        this.ledger = ledger;
        this.before = before;
        this.after = after;
    }

    /**
     * What does not agree; empty when everything does.
     *
     * @param lastPrices that were acknowledged, by product
     */
    static List<String> of(Ledger ledger, Books before, Books after, Map<Integer, Long> lastPrices) {
        Audit audit = new Audit(ledger, before, after);
        audit.findings.addAll(ledger.surprises());
        audit.nothingIsOpen();
        audit.sales();
        audit.refunds();
        audit.orders();
        audit.stock();
        audit.prices(lastPrices);
        audit.copies();
        return List.copyOf(audit.findings);
    }

    private void nothingIsOpen() {
        for (Entry entry : ledger.entries()) {
            if (entry.outcome() instanceof Unsettled) {
                findings.add("it stayed unknown what became of " + entry.kind() + " " + entry.key());
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
        same("sale at the stores", acknowledged, gained(before.sales(), after.sales()));
        same("key of a sale", keys, gained(before.keys(), after.keys()));
    }

    private void refunds() {
        Map<String, String> acknowledged = new HashMap<>();
        for (JsonNode refund : ledger.acknowledged(Kind.REFUND).values()) {
            acknowledged.put(
                    refund.path("number").asString(),
                    String.valueOf(refund.path("total").asLong()));
        }
        same("refund at the stores", acknowledged, gained(before.refunds(), after.refunds()));
    }

    private void orders() {
        Map<String, String> acknowledged = new HashMap<>();
        for (JsonNode order : ledger.acknowledged(Kind.ORDER).values()) {
            acknowledged.put(
                    order.path("id").asString(),
                    String.valueOf(order.path("quantity").asInt()));
        }
        same("restock order at the stores", acknowledged, gained(before.orders(), after.orders()));
        same("restock order at logistics", after.orders(), after.ordersAtWarehouse());
    }

    /** Shelves: what was there, less what was sold, plus what came back and what was shipped. */
    private void stock() {
        Map<String, Long> shelves = new HashMap<>();
        before.shelves().forEach((place, units) -> shelves.put(place, Long.valueOf(units)));
        Map<String, Long> central = new HashMap<>();
        before.centralStock().forEach((product, units) -> central.put(product, Long.valueOf(units)));
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
        same("shelf", texts(shelves), after.shelves());
        same("central stock", texts(central), after.centralStock());
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
        Map<String, String> prices = new HashMap<>(before.prices());
        last.forEach((product, price) -> prices.put(String.valueOf(product), String.valueOf(price)));
        same("price at the head office", prices, after.prices());
        same("price at the stores", after.prices(), after.pricesAtStores());
        long made = sum(after.changes()) - sum(before.changes());
        if (made != ledger.acknowledged(Kind.PRICE).size()) {
            findings.add("%d price changes were acknowledged, %d were made"
                    .formatted(ledger.acknowledged(Kind.PRICE).size(), made));
        }
    }

    private static long sum(Map<String, String> numbers) {
        return numbers.values().stream().mapToLong(Long::parseLong).sum();
    }

    private void copies() {
        same("sale at the head office", after.sales(), after.salesAtHeadOffice());
        same("refund at the head office", after.refunds(), after.refundsAtHeadOffice());
        same("shelf as the head office knows it", after.shelves(), after.shelvesAtHeadOffice());
    }

    private static Map<String, String> gained(Map<String, String> earlier, Map<String, String> later) {
        Map<String, String> gained = new HashMap<>(later);
        gained.keySet().removeAll(earlier.keySet());
        return gained;
    }

    private void same(String what, Map<String, String> expected, Map<String, String> found) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String wanted = expected.getOrDefault(name, "nothing");
            String there = found.getOrDefault(name, "nothing");
            if (!wanted.equals(there)) {
                findings.add("%s %s: %s was expected, %s is there".formatted(what, name, wanted, there));
            }
        }
    }
}
