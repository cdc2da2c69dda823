package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the three databases contain at one moment, read past the services. */
record Snapshot(Map<Rows, Map<String, String>> rows) {
    /** More than any run makes. */
    private static final int MAX_ROWS = 2_000_000;

    /** The books of the head office by the number that the store has: without the generation of a restored store. */
    private static final String AS_THE_STORE_HAS_IT =
            "SELECT split_part(number, '.', 1), string_agg(total::text, ' and ')"
                    + " FROM %s WHERE NOT lost GROUP BY 1";

    /** A query for a key and a value. Amounts are in cents; zeros on shelves are left out. */
    enum Rows {
        SALE_KEYS("store", "SELECT number, idempotency_key FROM sale"),
        SALES("store", "SELECT number, total FROM sale"),
        SALES_AT_HEAD_OFFICE("headoffice", AS_THE_STORE_HAS_IT.formatted("sale")),
        LOST_SALES("headoffice", "SELECT number, total FROM sale WHERE lost"),
        REFUNDS("store", "SELECT number, total FROM refund"),
        REFUNDS_AT_HEAD_OFFICE("headoffice", AS_THE_STORE_HAS_IT.formatted("refund")),
        LOST_REFUNDS("headoffice", "SELECT number, total FROM refund WHERE lost"),
        ORDERS("store", "SELECT id, quantity FROM restock_order"),
        ORDERS_AT_LOGISTICS("logistics", "SELECT id, quantity FROM restock_order"),
        SHELVES("store", "SELECT store_code || '/' || product_id, quantity FROM shelf WHERE quantity <> 0"),
        SHELVES_AT_HEAD_OFFICE(
                "headoffice", "SELECT store_code || '/' || product_id, quantity FROM stock WHERE quantity <> 0"),
        SHIPMENTS("logistics", "SELECT order_id, quantity FROM movement WHERE kind = 'shipment'"),
        CENTRAL_STOCK("logistics", "SELECT product_id, quantity FROM central_stock"),
        PRICES("headoffice", "SELECT id, price FROM product"),
        PRICES_AT_STORES("store", "SELECT id, price FROM product"),
        PRICE_CHANGES("headoffice", "SELECT product_id, count(*) FROM product_change GROUP BY product_id"),
        PRODUCT_VERSIONS("headoffice", "SELECT product_id || '/' || version, changed_at FROM product_change");

        private final String service;
        private final String query;

        Rows(String service, String query) {
            this.service = service;
            this.query = query;
        }
    }

    static Snapshot of(Cluster cluster) {
        return of(cluster, Set.of(Rows.values()));
    }

    static Snapshot of(Cluster cluster, Set<Rows> some) {
        Map<Rows, Map<String, String>> all = new EnumMap<>(Rows.class);
        some.forEach(rows -> all.put(rows, read(cluster, rows.service, rows.query)));
        return new Snapshot(all);
    }

    Map<String, String> get(Rows name) {
        return rows.getOrDefault(name, Map.of());
    }

    /** The events of all outboxes that are not delivered yet, and those that could not be applied. */
    record Undelivered(long events, long deadLetters) {
        static Undelivered of(Cluster cluster) {
            return new Undelivered(count(cluster, "outbox_backlog"), count(cluster, "dead_letter"));
        }

        private static long count(Cluster cluster, String table) {
            return ClusterState.SERVICES.stream()
                    .map(service -> read(cluster, service, "SELECT 'n', count(*) FROM " + table))
                    .mapToLong(row -> Long.parseLong(row.getOrDefault("n", "0")))
                    .sum();
        }
    }

    private static Map<String, String> read(Cluster cluster, String service, String query) {
        try (Connection connection = cluster.connect(service);
                PreparedStatement statement = connection.prepareStatement(query + " LIMIT " + MAX_ROWS);
                ResultSet rows = statement.executeQuery()) {
            Map<String, String> pairs = new HashMap<>();
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
            return pairs;
        } catch (SQLException failure) {
            throw new IllegalStateException("the database of " + service + " cannot be read", failure);
        }
    }
}
