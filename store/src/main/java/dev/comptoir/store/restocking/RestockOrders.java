package dev.comptoir.store.restocking;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.Shelf.Place;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Restock orders, from the request to the shelf. */
public final class RestockOrders {
    private static final List<String> DESTINATIONS = List.of("headoffice", "logistics");

    private static final String SELECT = """
            SELECT o.id, o.store_code, o.product_id, p.sku, p.name, o.quantity, o.requested_by, o.requested_at, o.state,
                   o.reason, o.decided_by, o.decided_at, o.received_at
            FROM restock_order o JOIN product p ON p.id = o.product_id
            """;

    private final Shelf shelf;
    private final Outbox outbox;
    private final Clock clock;

    public RestockOrders(Shelf shelf, Outbox outbox, Clock clock) {
        this.shelf = shelf;
        this.outbox = outbox;
        this.clock = clock;
    }

    sealed interface Outcome {}

    record Requested(RestockOrder order) implements Outcome {}

    sealed interface Refusal extends Outcome {}

    record UnknownProduct() implements Refusal {}

    /** The warehouse has not yet decided on the store's earlier order for the product. */
    record OrderAlreadyOpen(UUID order) implements Refusal {}

    Outcome request(Transaction transaction, Till till, String requestedBy, long product, Quantity quantity) {
        if (!isKnown(transaction, till.store(), product)) {
            return new UnknownProduct();
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        int written = transaction
                .sql()
                .createUpdate("""
                        INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at, state)
                        VALUES (:id, :store, :product, :quantity, :by, :at, 'requested')
                        ON CONFLICT (store_code, product_id) WHERE state = 'requested' DO NOTHING
                        """)
                .bind("id", id)
                .bind("store", till.store())
                .bind("product", product)
                .bind("quantity", quantity.units())
                .bind("by", requestedBy)
                .bind("at", Timestamp.from(now))
                .execute();
        if (written == 0) {
            return new OrderAlreadyOpen(openOrder(transaction, till.store(), product));
        }
        send(transaction, new RestockRequested(id, till.store(), product, quantity.units(), requestedBy, now));
        return new Requested(find(transaction.sql(), id).orElseThrow());
    }

    private static boolean isKnown(Transaction transaction, String store, long product) {
        return transaction
                .sql()
                .createQuery("SELECT count(*) FROM shelf WHERE store_code = :store AND product_id = :product")
                .bind("store", store)
                .bind("product", product)
                .mapTo(Integer.class)
                .one()
                .equals(1);
    }

    private static UUID openOrder(Transaction transaction, String store, long product) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT id FROM restock_order
                        WHERE store_code = :store AND product_id = :product ORDER BY requested_at DESC, id DESC LIMIT 1
                        """)
                .bind("store", store)
                .bind("product", product)
                .mapTo(UUID.class)
                .one();
    }

    /** Puts shipped goods on the shelves, and reports their receipt. */
    public void receive(Transaction transaction, List<RestockShipped> shipments) {
        Map<Place, Integer> arrived = new HashMap<>();
        List<RestockReceived> received = new ArrayList<>();
        for (RestockShipped shipment : shipments) {
            settle(
                    transaction,
                    shipment.orderId(),
                    shipment.store(),
                    "received",
                    null,
                    shipment.decidedBy(),
                    shipment.shippedAt());
            insertDelivery(transaction, shipment);
            arrived.merge(new Place(shipment.store(), shipment.productId()), shipment.quantity(), Integer::sum);
            received.add(new RestockReceived(
                    shipment.orderId(), shipment.store(), shipment.productId(), shipment.quantity(), clock.instant()));
        }
        if (!arrived.isEmpty()) {
            shelf.add(transaction, arrived);
            received.forEach(event -> send(transaction, event));
        }
    }

    public void refuse(Transaction transaction, RestockRefused refusal) {
        settle(
                transaction,
                refusal.orderId(),
                refusal.store(),
                "refused",
                refusal.reason(),
                refusal.decidedBy(),
                refusal.refusedAt());
    }

    private void settle(
            Transaction transaction,
            UUID order,
            String store,
            String state,
            @Nullable String reason,
            String decidedBy,
            Instant decidedAt) {
        int settled = transaction
                .sql()
                .createUpdate("""
                        UPDATE restock_order
                        SET state = :state, reason = :reason, decided_by = :by, decided_at = :at,
                            received_at = CASE WHEN :state = 'received' THEN cast(:now AS timestamptz) END
                        WHERE id = :id AND store_code = :store AND state = 'requested'
                        """)
                .bind("state", state)
                .bind("reason", reason)
                .bind("by", decidedBy)
                .bind("at", Timestamp.from(decidedAt))
                .bind("now", Timestamp.from(clock.instant()))
                .bind("id", order)
                .bind("store", store)
                .execute();
        if (settled == 0) {
            throw new IllegalArgumentException("store " + store + " has no open order " + order);
        }
    }

    private void insertDelivery(Transaction transaction, RestockShipped shipment) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO delivery (order_id, store_code, product_id, quantity, received_at)
                        VALUES (:order, :store, :product, :quantity, :at)
                        """)
                .bind("order", shipment.orderId())
                .bind("store", shipment.store())
                .bind("product", shipment.productId())
                .bind("quantity", shipment.quantity())
                .bind("at", Timestamp.from(clock.instant()))
                .execute();
    }

    private void send(Transaction transaction, Event event) {
        outbox.append(transaction, DESTINATIONS, Events.typeOf(event), Events.write(event));
    }

    static Optional<RestockOrder> find(Handle sql, UUID id) {
        return sql.createQuery(SELECT + "WHERE o.id = :id")
                .bind("id", id)
                .map(ORDER)
                .findOne();
    }

    /** The orders of a store, newest first, older than the given one. */
    static List<RestockOrder> list(
            Handle sql, String store, @Nullable String state, Instant requestedAt, UUID id, long limit) {
        return sql.createQuery(SELECT + """
                        WHERE o.store_code = :store AND (:state IS NULL OR o.state = :state)
                          AND (o.requested_at, o.id) < (:requestedAt, :id)
                        ORDER BY o.requested_at DESC, o.id DESC LIMIT :limit
                        """)
                .bind("store", store)
                .bindByType("state", state, String.class)
                .bind("requestedAt", Timestamp.from(requestedAt))
                .bind("id", id)
                .bind("limit", limit)
                .map(ORDER)
                .list();
    }

    private static final RowMapper<RestockOrder> ORDER = (row, context) -> new RestockOrder(
            row.getObject("id", UUID.class),
            row.getString("store_code"),
            row.getLong("product_id"),
            row.getString("sku"),
            row.getString("name"),
            row.getInt("quantity"),
            row.getString("requested_by"),
            row.getTimestamp("requested_at").toInstant(),
            row.getString("state"),
            row.getString("reason"),
            row.getString("decided_by"),
            instant(row.getTimestamp("decided_at")),
            instant(row.getTimestamp("received_at")));

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
