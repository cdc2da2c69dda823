package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The restock orders that the warehouse knows. */
public final class RestockOrders {
    public static final List<DatabaseGauge> GAUGES = List.of(
            new DatabaseGauge(Map.of("comptoir.restock.orders", "Restock orders by state"), "state", """
                    SELECT 'comptoir.restock.orders' AS name, state AS label,
                           (SELECT count(*) FROM (SELECT FROM restock_order o WHERE o.state = known.state
                                                  LIMIT 1000000) AS counted) AS value
                    FROM unnest(ARRAY['requested', 'shipped', 'refused', 'received']) AS known (state)
                    """),
            DatabaseGauge.single(
                    "comptoir.restock.oldest_open_order_age_seconds",
                    "Age of the oldest order that is neither refused nor received",
                    """
                    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - first.requested_at)), 0)
                    FROM unnest(ARRAY['requested', 'shipped']) AS open (state),
                         LATERAL (SELECT requested_at FROM restock_order o WHERE o.state = open.state
                                  ORDER BY requested_at, id LIMIT 1) AS first
                    """));

    private static final String SELECT = """
            SELECT o.id, o.store_code, st.name AS store_name, o.product_id, p.sku, p.name AS product_name, o.quantity,
                   c.quantity AS central_stock, o.requested_by, o.requested_at, o.state, o.decided_by, o.decided_at,
                   o.reason, o.received_at
            FROM restock_order o JOIN store st ON st.code = o.store_code JOIN product p ON p.id = o.product_id
                 JOIN central_stock c ON c.product_id = o.product_id
            """;

    /** Which orders are asked for. */
    record Filter(
            @Nullable String state,
            @Nullable String store,
            @Nullable Long productId) {}

    /** Where the page before ended. */
    record Position(Instant requestedAt, UUID id) {}

    List<RestockOrder> newest(Handle sql, Filter filter, @Nullable Position after, long most) {
        return sql.createQuery(SELECT + """
                WHERE (cast(:state AS text) IS NULL OR o.state = :state)
                  AND (cast(:store AS text) IS NULL OR o.store_code = :store)
                  AND (cast(:product AS bigint) IS NULL OR o.product_id = :product)
                  AND (cast(:at AS timestamptz) IS NULL OR (o.requested_at, o.id) < (:at, cast(:id AS uuid)))
                ORDER BY o.requested_at DESC, o.id DESC LIMIT :most
                """)
                .bind("state", filter.state())
                .bind("store", filter.store())
                .bind("product", filter.productId())
                .bind("at", after == null ? null : Timestamp.from(after.requestedAt()))
                .bind("id", after == null ? null : after.id())
                .bind("most", most)
                .map((row, context) -> order(row))
                .list();
    }

    Optional<RestockOrder> find(Handle sql, UUID id) {
        return sql.createQuery(SELECT + "WHERE o.id = :id")
                .bind("id", id)
                .map((row, context) -> order(row))
                .findOne();
    }

    /** The order, which nobody else can decide until this transaction ends. */
    Optional<RestockOrder> lock(Transaction transaction, UUID id) {
        return transaction
                .sql()
                .createQuery(SELECT + "WHERE o.id = :id FOR NO KEY UPDATE OF o")
                .bind("id", id)
                .map((row, context) -> order(row))
                .findOne();
    }

    private static RestockOrder order(ResultSet row) throws SQLException {
        return new RestockOrder(
                row.getObject("id", UUID.class),
                row.getString("store_code"),
                row.getString("store_name"),
                row.getLong("product_id"),
                row.getString("sku"),
                row.getString("product_name"),
                row.getInt("quantity"),
                row.getLong("central_stock"),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                RestockState.of(row.getString("state")),
                row.getString("decided_by"),
                instant(row.getTimestamp("decided_at")),
                row.getString("reason"),
                instant(row.getTimestamp("received_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** Writes a new order down; one that is known already stays as it is. */
    void add(Transaction transaction, RestockRequested requested) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at)
                        VALUES (:id, :store, :productId, :quantity, :requestedBy, :requestedAt)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", requested.orderId())
                .bind("store", requested.store())
                .bind("productId", requested.productId())
                .bind("quantity", requested.quantity())
                .bind("requestedBy", requested.requestedBy())
                .bind("requestedAt", requested.requestedAt())
                .execute();
    }

    /** Writes a decision down; the caller holds the order's lock. */
    void decide(Transaction transaction, UUID id, RestockState state, String by, Instant at, @Nullable String reason) {
        transaction
                .sql()
                .createUpdate("""
                        UPDATE restock_order
                        SET state = :state, decided_by = :by, decided_at = :at, reason = :reason
                        WHERE id = :id AND state = 'requested'
                        """)
                .bind("state", state.word())
                .bind("by", by)
                .bind("at", at)
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    /** Writes down what arrived; the caller holds the order's lock. */
    void receive(Transaction transaction, RestockReceived received) {
        transaction
                .sql()
                .createUpdate("""
                        UPDATE restock_order
                        SET state = 'received', received_at = :at, received_quantity = :quantity
                        WHERE id = :id AND state = 'shipped'
                        """)
                .bind("at", received.receivedAt())
                .bind("quantity", received.quantity())
                .bind("id", received.orderId())
                .execute();
    }
}
