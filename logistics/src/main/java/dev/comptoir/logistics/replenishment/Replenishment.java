package dev.comptoir.logistics.replenishment;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Quantity;
import dev.comptoir.logistics.warehouse.CentralStock;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.outbox.NotYet;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Restock orders, from the request of a store until the goods are on its shelf. */
public final class Replenishment {
    /** The head office's peer name. */
    public static final String HEAD_OFFICE = "headoffice";

    private final RestockOrders orders;
    private final CentralStock stock;
    private final Stores stores;
    private final Outbox outbox;
    private final Activities activities;
    private final Clock clock;

    public Replenishment(
            RestockOrders orders,
            CentralStock stock,
            Stores stores,
            Outbox outbox,
            Activities activities,
            Clock clock) {
        this.orders = orders;
        this.stock = stock;
        this.stores = stores;
        this.outbox = outbox;
        this.activities = activities;
        this.clock = clock;
    }

    /** Ships the goods of an order. */
    Decision accept(Transaction transaction, UUID id, String by) {
        return decide(transaction, id, order -> ship(transaction, order, by));
    }

    /** Refuses an order; the stock stays as it is. */
    Decision refuse(Transaction transaction, UUID id, String reason, String by) {
        return decide(transaction, id, order -> {
            Instant now = now();
            orders.decide(transaction, id, RestockState.REFUSED, by, now, reason);
            publish(
                    transaction,
                    order.store(),
                    new RestockRefused(id, order.store(), order.product().productId(), reason, by, now));
            return decided(transaction, id);
        });
    }

    private Decision decide(Transaction transaction, UUID id, Function<RestockOrder, Decision> decision) {
        Optional<RestockOrder> found = orders.lock(transaction, id);
        if (found.isEmpty()) {
            return transaction.refuse(new Decision.NotFound(id));
        }
        RestockState state = found.get().progress().state();
        if (state != RestockState.REQUESTED) {
            return transaction.refuse(new Decision.AlreadyDecided(id, state));
        }
        String store = found.get().store();
        return stores.isUpToDate(transaction, store)
                ? decision.apply(found.get())
                : transaction.refuse(new Decision.StoreBehind(store));
    }

    private Decision ship(Transaction transaction, RestockOrder order, String by) {
        long product = order.product().productId();
        if (!stock.ship(transaction, order.id(), product, order.quantity(), by)) {
            long left = stock.left(transaction.sql(), product);
            return transaction.refuse(new Decision.CentralStockTooShort(product, order.quantity(), left));
        }
        Instant now = now();
        orders.decide(transaction, order.id(), RestockState.SHIPPED, by, now, null);
        publish(
                transaction,
                order.store(),
                new RestockShipped(order.id(), order.store(), product, order.quantity(), by, now));
        return decided(transaction, order.id());
    }

    /** With the precision of the database, so that the event and the row have the same value. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void publish(Transaction transaction, String store, Event event) {
        List<String> destinations = List.of(HEAD_OFFICE, stores.deployment(transaction, store));
        outbox.append(transaction, destinations, Events.typeOf(event), Events.write(event));
    }

    private Decision decided(Transaction transaction, UUID id) {
        return new Decision.Decided(show(transaction, id));
    }

    /** Adds the order as it is now to the live stream. */
    private RestockOrder show(Transaction transaction, UUID id) {
        RestockOrder order = orders.find(transaction.sql(), id).orElseThrow();
        activities.add(transaction, "restock-order", order);
        return order;
    }

    /**
     * Adds the restock order of a store.
     *
     * @throws NotYet when the product has not arrived
     * @throws RuntimeException when an order with this id has other contents
     */
    public void request(Transaction transaction, RestockRequested requested) {
        Quantity quantity = Quantity.of(requested.quantity());
        if (!stock.has(transaction.sql(), requested.productId())) {
            throw new NotYet("product " + requested.productId() + " is unknown");
        }
        int added = orders.add(transaction, requested);
        RestockOrder order = lock(transaction, requested.orderId());
        requireSame(order, requested.store(), requested.productId(), quantity.units());
        if (added > 0) {
            show(transaction, requested.orderId());
        }
    }

    /**
     * Records that the goods of an order are on the store's shelf. If this database was restored to a moment before the
     * shipment, the goods have left nevertheless: the shipment is then recorded now.
     *
     * @throws NotYet when the order has not arrived
     * @throws RuntimeException when the order was refused, or has other contents
     */
    public void receive(Transaction transaction, RestockReceived received) {
        RestockOrder order = lock(transaction, received.orderId());
        requireSame(order, received.store(), received.productId(), received.quantity());
        switch (order.progress().state()) {
            case REQUESTED -> {
                recordLostShipment(transaction, order);
                orders.receive(transaction, received);
            }
            case SHIPPED -> orders.receive(transaction, received);
            case REFUSED -> throw new IllegalStateException("order " + order.id() + " was refused, not shipped");
            case RECEIVED -> {
                return;
            }
            case UNKNOWN -> throw new NotYet("order " + order.id() + " is in a state that this version does not have");
        }
        show(transaction, order.id());
    }

    private void recordLostShipment(Transaction transaction, RestockOrder order) {
        String by = "store " + order.store();
        if (!stock.ship(transaction, order.id(), order.product().productId(), order.quantity(), by)) {
            throw new NotYet("the store received order " + order.id()
                    + ", but the central stock is too short for its shipment: record the missing goods receipt");
        }
        orders.decide(transaction, order.id(), RestockState.SHIPPED, by, now(), null);
    }

    private RestockOrder lock(Transaction transaction, UUID id) {
        return orders.lock(transaction, id).orElseThrow(() -> new NotYet("restock order " + id + " is unknown"));
    }

    private static void requireSame(RestockOrder order, String store, long productId, int quantity) {
        long ordered = order.product().productId();
        if (!order.store().equals(store) || ordered != productId || order.quantity() != quantity) {
            throw new IllegalArgumentException("order %s is for %d of product %d in %s, not for %d of %d in %s"
                    .formatted(order.id(), order.quantity(), ordered, order.store(), quantity, productId, store));
        }
    }
}
