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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
     * Puts shipped goods on the shelves, and reports their receipt. The goods of an order that this store does not have, because
     * its database was restored, are on their way nevertheless. A shipment that arrives again changes nothing.
     *
     * @throws NotYet when a store or a product has not arrived
     * @throws IllegalArgumentException when the order was received with another quantity, or is one of another store
     */
    public void receive(Transaction transaction, List<RestockShipped> shipments) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<Place, Integer> arrived = new HashMap<>();
        List<RestockReceived> receipts = new ArrayList<>();
        for (RestockShipped shipment : shipments) {
            requirePlace(transaction, shipment);
            if (insertDelivery(transaction, shipment, now) == 1) {
                close(transaction, shipment, now);
                arrived.merge(new Place(shipment.store(), shipment.productId()), shipment.quantity(), Integer::sum);
                receipts.add(received(shipment, now));
            } else {
                requireSameDelivery(transaction, shipment);
            }
        }
        if (!arrived.isEmpty()) {
            shelf.add(transaction, arrived);
        }
        receipts.forEach(receipt -> send(transaction, receipt));
    }

    private static RestockReceived received(RestockShipped shipment, Instant now) {
        return new RestockReceived(
                shipment.orderId(), shipment.store(), shipment.productId(), shipment.quantity(), now);
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

    /** How many rows were written: none when the goods of the order were received before. */
    private static int insertDelivery(Transaction transaction, RestockShipped shipment, Instant now) {
        return transaction.update("""
                        INSERT INTO delivery (order_id, store_code, product_id, quantity, received_at)
                        VALUES (:orderId, :store, :productId, :quantity, :now)
                        ON CONFLICT (order_id) DO NOTHING
                        """).bindMethods(shipment).bind("now", now).execute();
    }

    private static void requireSameDelivery(Transaction transaction, RestockShipped shipment) {
        int same = transaction
                .query("""
                        SELECT count(*) FROM delivery
                        WHERE order_id = :orderId AND store_code = :store AND product_id = :productId
                          AND quantity = :quantity
                        """)
                .bindMethods(shipment)
                .mapTo(Integer.class)
                .one();
        if (same == 0) {
            throw new IllegalArgumentException(
                    "order " + shipment.orderId() + " was received before with another quantity, product or store");
        }
    }

    /** An order that is unknown was requested before this database was restored. */
    private static void close(Transaction transaction, RestockShipped shipment, Instant now) {
        int closed =
                transaction.update("""
                        INSERT INTO restock_order AS known (id, store_code, product_id, quantity, requested_by, requested_at,
                                                            state, decided_by, decided_at, received_at)
                        VALUES (:orderId, :store, :productId, :quantity, 'unknown', :shippedAt, 'received', :decidedBy,
                                :shippedAt, :now)
                        ON CONFLICT (id) DO UPDATE
                        SET state = 'received', reason = NULL, decided_by = excluded.decided_by,
                            decided_at = excluded.decided_at, received_at = excluded.received_at
                        WHERE known.store_code = excluded.store_code AND known.product_id = excluded.product_id
                        """).bindMethods(shipment).bind("now", now).execute();
        if (closed == 0) {
            throw new IllegalArgumentException(
                    "order " + shipment.orderId() + " is for another product or store than " + shipment.store());
        }
    }

    /** A refusal of an order that this store does not have, or has refused before, changes nothing. */
    public void refuse(Transaction transaction, RestockRefused refusal) {
        int closed = transaction.update("""
                        UPDATE restock_order
                        SET state = 'refused', reason = :reason, decided_by = :decidedBy, decided_at = :refusedAt
                        WHERE id = :orderId AND store_code = :store AND state = 'requested'
                        """).bindMethods(refusal).execute();
        if (closed == 0) {
            requireNotReceived(transaction, refusal.orderId());
        }
    }

    private static void requireNotReceived(Transaction transaction, UUID order) {
        int received = transaction
                .query("SELECT count(*) FROM restock_order WHERE id = :id AND state = 'received'")
                .bind("id", order)
                .mapTo(Integer.class)
                .one();
        if (received > 0) {
            throw new IllegalArgumentException("order " + order + " was received, so it is not refused");
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
