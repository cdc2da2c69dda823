package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The restock orders of the stores. */
public final class RestockOrders {
    /** Orders of one state that the gauge counts. */
    private static final int COUNT_LIMIT_ORDERS = 1_000_000;

    public static final List<DatabaseGauge> GAUGES = List.of(
            new DatabaseGauge(Map.of("comptoir.restock.orders", "Restock orders by state"), "state", """
                    SELECT 'comptoir.restock.orders' AS name, state AS label,
                           (SELECT count(*) FROM (SELECT FROM restock_order o WHERE o.state = known.state
                                                  LIMIT %d) AS counted) AS value
                    FROM unnest(ARRAY['requested', 'shipped', 'refused', 'received']) AS known (state)
                    """.formatted(
                            COUNT_LIMIT_ORDERS)),
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
            SELECT o.id, o.store_code AS store, st.name AS store_name, o.product_id, p.sku, p.name AS product_name,
                   o.quantity, c.quantity AS central_stock, o.requested_by, o.requested_at, o.state, o.decided_by,
                   o.decided_at, o.reason, o.received_at
            FROM restock_order o JOIN store st ON st.code = o.store_code JOIN product p ON p.id = o.product_id
                 JOIN central_stock c ON c.product_id = o.product_id
            """;

    /** Absent values do not filter. */
    record Filter(
            @Nullable String state,
            @Nullable String store,
            @Nullable Long productId) {}

    /** The last order of the page before. */
    record Position(Instant requestedAt, UUID id) {}

    List<RestockOrder> newest(Handle sql, Filter filter, Position after, long limit) {
        return sql.createQuery(SELECT + """
                        WHERE (:state IS NULL OR o.state = :state) AND (:store IS NULL OR o.store_code = :store)
                          AND (:product IS NULL OR o.product_id = :product) AND (o.requested_at, o.id) < (:at, :id)
                        ORDER BY o.requested_at DESC, o.id DESC LIMIT :limit
                        """)
                .bindByType("state", filter.state(), String.class)
                .bindByType("store", filter.store(), String.class)
                .bindByType("product", filter.productId(), Long.class)
                .bind("at", after.requestedAt())
                .bind("id", after.id())
                .bind("limit", limit)
                .map(ConstructorMapper.of(RestockOrder.class))
                .list();
    }

    Optional<RestockOrder> find(Handle sql, UUID id) {
        return sql.createQuery(SELECT + "WHERE o.id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(RestockOrder.class))
                .findOne();
    }

    /** The order, locked until the transaction ends. */
    Optional<RestockOrder> lock(Transaction transaction, UUID id) {
        return transaction
                .query(SELECT + "WHERE o.id = :id FOR NO KEY UPDATE OF o")
                .bind("id", id)
                .map(ConstructorMapper.of(RestockOrder.class))
                .findOne();
    }

    /**
     * Adds an order, unless it was added before.
     *
     * @return how many orders were added
     */
    int add(Transaction transaction, RestockRequested requested) {
        return transaction.update("""
                        INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at)
                        VALUES (:orderId, :store, :productId, :quantity, :requestedBy, :requestedAt)
                        ON CONFLICT (id) DO NOTHING
                        """).bindMethods(requested).execute();
    }

    /** Records a decision; the caller has locked the order. */
    void decide(Transaction transaction, UUID id, RestockState state, String by, Instant at, @Nullable String reason) {
        transaction
                .update("""
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

    /** Records what the store received; the caller has locked the order. */
    void receive(Transaction transaction, RestockReceived received) {
        transaction.update("""
                        UPDATE restock_order
                        SET state = 'received', received_at = :receivedAt, received_quantity = :quantity
                        WHERE id = :orderId AND state = 'shipped'
                        """).bindMethods(received).execute();
    }
}
