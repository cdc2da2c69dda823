package dev.comptoir.store.restocking;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.Shelf.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
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
        RestockRequested requested = new RestockRequested(
                UUID.randomUUID(), till.store(), product, quantity.units(), requestedBy, clock.instant());
        if (!insert(transaction, requested)) {
            return new OrderAlreadyOpen(openOrder(transaction, till.store(), product));
        }
        send(transaction, requested);
        return new Requested(find(transaction.sql(), requested.orderId()).orElseThrow());
    }

    /** False when the store has an open order for the product. */
    private static boolean insert(Transaction transaction, RestockRequested order) {
        return transaction.update("""
                                INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at,
                                                           state)
                                VALUES (:orderId, :store, :productId, :quantity, :requestedBy, :requestedAt, 'requested')
                                ON CONFLICT (store_code, product_id) WHERE state = 'requested' DO NOTHING
                                """).bindMethods(order).execute() == 1;
    }

    private static boolean isKnown(Transaction transaction, String store, long product) {
        return transaction
                .query("""
                        SELECT count(*) FROM shelf h JOIN product p ON p.id = h.product_id AND NOT p.withdrawn
                        WHERE h.store_code = :store AND h.product_id = :product
                        """)
                .bind("store", store)
                .bind("product", product)
                .mapTo(Integer.class)
                .one()
                .equals(1);
    }

    private static UUID openOrder(Transaction transaction, String store, long product) {
        return transaction
                .query("""
                        SELECT id FROM restock_order
                        WHERE store_code = :store AND product_id = :product ORDER BY requested_at DESC, id DESC LIMIT 1
                        """)
                .bind("store", store)
                .bind("product", product)
                .mapTo(UUID.class)
                .one();
    }

    /**
     * Puts shipped goods on the shelves, and reports their receipt.
     *
     * @throws NotYet when a store or a product has not arrived
     */
    public void receive(Transaction transaction, List<RestockShipped> shipments) {
        Instant now = clock.instant();
        Map<Place, Integer> arrived = new HashMap<>();
        for (RestockShipped shipment : shipments) {
            requirePlace(transaction, shipment);
            close(transaction, shipment, now);
            insertDelivery(transaction, shipment, now);
            arrived.merge(new Place(shipment.store(), shipment.productId()), shipment.quantity(), Integer::sum);
        }
        if (!arrived.isEmpty()) {
            shelf.add(transaction, arrived);
        }
        shipments.forEach(shipment -> send(
                transaction,
                new RestockReceived(
                        shipment.orderId(), shipment.store(), shipment.productId(), shipment.quantity(), now)));
    }

    private static void requirePlace(Transaction transaction, RestockShipped shipment) {
        boolean known = transaction
                .query("SELECT EXISTS (SELECT FROM shelf WHERE store_code = :store AND product_id = :productId)")
                .bindMethods(shipment)
                .mapTo(Boolean.class)
                .one();
        if (!known) {
            throw new NotYet("store " + shipment.store() + " has no place for product " + shipment.productId());
        }
    }

    private static void close(Transaction transaction, RestockShipped shipment, Instant now) {
        int closed =
                transaction.update("""
                        UPDATE restock_order
                        SET state = 'received', decided_by = :decidedBy, decided_at = :shippedAt, received_at = :now
                        WHERE id = :orderId AND store_code = :store AND state = 'requested'
                        """).bindMethods(shipment).bind("now", now).execute();
        requireOpen(closed, shipment.store(), shipment.orderId());
    }

    private static void insertDelivery(Transaction transaction, RestockShipped shipment, Instant now) {
        transaction.update("""
                        INSERT INTO delivery (order_id, store_code, product_id, quantity, received_at)
                        VALUES (:orderId, :store, :productId, :quantity, :now)
                        """).bindMethods(shipment).bind("now", now).execute();
    }

    public void refuse(Transaction transaction, RestockRefused refusal) {
        int closed = transaction.update("""
                        UPDATE restock_order
                        SET state = 'refused', reason = :reason, decided_by = :decidedBy, decided_at = :refusedAt
                        WHERE id = :orderId AND store_code = :store AND state = 'requested'
                        """).bindMethods(refusal).execute();
        requireOpen(closed, refusal.store(), refusal.orderId());
    }

    private static void requireOpen(int closed, String store, UUID order) {
        if (closed == 0) {
            throw new IllegalArgumentException("store " + store + " has no open order " + order);
        }
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
                .bind("requestedAt", requestedAt)
                .bind("id", id)
                .bind("limit", limit)
                .map(ORDER)
                .list();
    }

    private static final RowMapper<RestockOrder> ORDER = ConstructorMapper.of(RestockOrder.class);
}
