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
    private static final String NOTHING = "nothing";

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
        audit.writes();
        audit.stock();
        audit.prices(lastPrices);
        audit.copies();
        return List.copyOf(audit.findings);
    }

    /** Where a copy differs from its original; empty if all agree. */
    static List<String> differingCopies(Snapshot snapshot) {
        Audit audit = new Audit(new Ledger(), snapshot, snapshot);
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

    private void writes() {
        compare("sale at the stores", acknowledged(Kind.SALE, "number", "total"), gained(Rows.SALES));
        Map<String, String> keys = new HashMap<>();
        ledger.acknowledged(Kind.SALE).forEach((key, sale) -> keys.put(text(sale, "number"), key));
        compare("key of sale", keys, gained(Rows.SALE_KEYS));
        compare("refund at the stores", acknowledged(Kind.REFUND, "number", "total"), gained(Rows.REFUNDS));
        compare("restock order at the stores", acknowledged(Kind.ORDER, "id", "quantity"), gained(Rows.ORDERS));
    }

    /** Two fields of each response to an acknowledged write. */
    private Map<String, String> acknowledged(Kind kind, String id, String value) {
        Map<String, String> pairs = new HashMap<>();
        ledger.acknowledged(kind).values().forEach(response -> pairs.put(text(response, id), text(response, value)));
        return pairs;
    }

    private Map<String, String> gained(Rows rows) {
        Map<String, String> gained = new HashMap<>(after.get(rows));
        gained.keySet().removeAll(before.get(rows).keySet());
        return gained;
    }

    /** Stock before, minus sold, plus refunded and shipped units. */
    private void stock() {
        Map<String, Long> shelves = numbers(before.get(Rows.SHELVES));
        Map<String, Long> central = numbers(before.get(Rows.CENTRAL_STOCK));
        ledger.acknowledged(Kind.SALE).values().forEach(sale -> move(shelves, sale, -1));
        ledger.acknowledged(Kind.REFUND).values().forEach(refund -> move(shelves, refund, 1));
        for (JsonNode order : ledger.acknowledged(Kind.SHIPMENT).values()) {
            long units = order.path("quantity").asLong();
            shelves.merge(text(order, "store") + "/" + text(order, "productId"), units, Long::sum);
            central.merge(text(order, "productId"), -units, Long::sum);
        }
        shelves.values().removeIf(units -> units == 0);
        compare("shelf", texts(shelves), after.get(Rows.SHELVES));
        compare("central stock", texts(central), after.get(Rows.CENTRAL_STOCK));
    }

    private static void move(Map<String, Long> shelves, JsonNode document, int direction) {
        String number = text(document, "number");
        String store = number.substring(0, number.indexOf('-'));
        for (JsonNode line : document.path("lines")) {
            long units = direction * line.path("quantity").asLong();
            shelves.merge(store + "/" + text(line, "productId"), units, Long::sum);
        }
    }

    private void prices(Map<Integer, Long> last) {
        Map<String, String> prices = new HashMap<>(before.get(Rows.PRICES));
        last.forEach((product, price) -> prices.put(String.valueOf(product), String.valueOf(price)));
        compare("price at the head office", prices, after.get(Rows.PRICES));
        long acknowledged = ledger.acknowledged(Kind.PRICE).size();
        long stored = sum(after.get(Rows.PRICE_CHANGES)) - sum(before.get(Rows.PRICE_CHANGES));
        if (stored != acknowledged) {
            findings.add("%d price changes were acknowledged, %d are stored".formatted(acknowledged, stored));
        }
    }

    private void copies() {
        compare("price at the stores", after.get(Rows.PRICES), after.get(Rows.PRICES_AT_STORES));
        compare("restock order at logistics", after.get(Rows.ORDERS), after.get(Rows.ORDERS_AT_LOGISTICS));
        compare("sale at the head office", after.get(Rows.SALES), after.get(Rows.SALES_AT_HEAD_OFFICE));
        compare("refund at the head office", after.get(Rows.REFUNDS), after.get(Rows.REFUNDS_AT_HEAD_OFFICE));
        compare("shelf at the head office", after.get(Rows.SHELVES), after.get(Rows.SHELVES_AT_HEAD_OFFICE));
    }

    private void compare(String what, Map<String, String> expected, Map<String, String> found) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String wanted = expected.getOrDefault(name, NOTHING);
            String actual = found.getOrDefault(name, NOTHING);
            if (!wanted.equals(actual)) {
                findings.add("%s %s: expected %s, found %s".formatted(what, name, wanted, actual));
            }
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    private static Map<String, Long> numbers(Map<String, String> texts) {
        Map<String, Long> numbers = new HashMap<>();
        texts.forEach((name, text) -> numbers.put(name, Long.valueOf(text)));
        return numbers;
    }

    private static Map<String, String> texts(Map<String, Long> numbers) {
        Map<String, String> texts = new HashMap<>();
        numbers.forEach((name, number) -> texts.put(name, String.valueOf(number)));
        return texts;
    }

    private static long sum(Map<String, String> numbers) {
        return numbers(numbers).values().stream().mapToLong(Long::longValue).sum();
    }
}
