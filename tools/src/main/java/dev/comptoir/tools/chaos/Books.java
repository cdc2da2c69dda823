package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the three databases hold, read from outside the services.
 *
 * @param keys of the stores' sales, by the sale's number
 * @param sales totals in cents by number, at the stores
 * @param salesAtHeadOffice the same at the head office
 * @param refunds totals in cents by number, at the stores
 * @param orders the quantity of each restock order by id, at the stores
 * @param ordersAtWarehouse the same at logistics
 * @param shelves units by {@code S1/7}: store and product, at the stores
 * @param shelvesAtHeadOffice the same at the head office
 * @param centralStock units by product
 * @param prices in cents by product, at the head office
 * @param pricesAtStores the same at the stores
 * @param changes how many changes each product had
 */
record Books(
        Map<String, String> keys,
        Map<String, String> sales,
        Map<String, String> salesAtHeadOffice,
        Map<String, String> refunds,
        Map<String, String> refundsAtHeadOffice,
        Map<String, String> orders,
        Map<String, String> ordersAtWarehouse,
        Map<String, String> shelves,
        Map<String, String> shelvesAtHeadOffice,
        Map<String, String> centralStock,
        Map<String, String> prices,
        Map<String, String> pricesAtStores,
        Map<String, String> changes) {
    /** More than any run makes. */
    private static final int LIMIT = 2_000_000;

    static Books read(Cluster cluster) {
        try (Connection store = cluster.connect("store");
                Connection headOffice = cluster.connect("headoffice");
                Connection logistics = cluster.connect("logistics")) {
            return new Books(
                    pairs(store, "SELECT number, idempotency_key FROM sale"),
                    pairs(store, "SELECT number, total FROM sale"),
                    pairs(headOffice, "SELECT number, total FROM sale"),
                    pairs(store, "SELECT number, total FROM refund"),
                    pairs(headOffice, "SELECT number, total FROM refund"),
                    pairs(store, "SELECT id, quantity FROM restock_order"),
                    pairs(logistics, "SELECT id, quantity FROM restock_order"),
                    pairs(store, "SELECT store_code || '/' || product_id, quantity FROM shelf WHERE quantity <> 0"),
                    pairs(
                            headOffice,
                            "SELECT store_code || '/' || product_id, quantity FROM stock WHERE quantity <> 0"),
                    pairs(logistics, "SELECT product_id, quantity FROM central_stock"),
                    pairs(headOffice, "SELECT id, price FROM product"),
                    pairs(store, "SELECT id, price FROM product"),
                    pairs(headOffice, "SELECT product_id, count(*) FROM product_change GROUP BY product_id"));
        } catch (SQLException failure) {
            throw new IllegalStateException("the databases cannot be read", failure);
        }
    }

    /** Events that did not arrive yet, and those that were parked, in all three. */
    static long[] owed(Cluster cluster) {
        long[] owed = new long[2];
        for (String service : new String[] {"store", "headoffice", "logistics"}) {
            try (Connection connection = cluster.connect(service)) {
                owed[0] += Long.parseLong(
                        pairs(connection, "SELECT 'n', count(*) FROM outbox_event WHERE delivered_at IS NULL")
                                .get("n"));
                owed[1] += Long.parseLong(
                        pairs(connection, "SELECT 'n', count(*) FROM outbox_event WHERE parked_at IS NOT NULL")
                                .get("n"));
            } catch (SQLException failure) {
                throw new IllegalStateException("the outbox cannot be read", failure);
            }
        }
        return owed;
    }

    private static Map<String, String> pairs(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query + " LIMIT " + LIMIT);
                ResultSet rows = statement.executeQuery()) {
            Map<String, String> pairs = new HashMap<>();
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
            return pairs;
        }
    }
}
