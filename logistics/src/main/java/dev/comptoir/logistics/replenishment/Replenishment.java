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
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides on restock orders, and follows them until the goods are on the shelf. */
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
        Optional<RestockOrder> found = orders.lock(transaction, id);
        if (found.isEmpty()) {
            return new Decision.UnknownOrder(id);
        }
        RestockOrder order = found.get();
        if (order.state() != RestockState.REQUESTED) {
            return new Decision.AlreadyDecided(id, order.state());
        }
        if (!stock.ship(transaction, id, order.productId(), order.quantity(), by)) {
            long left = stock.left(transaction.sql(), order.productId());
            return new Decision.CentralStockTooShort(order.productId(), order.quantity(), left);
        }
        Instant now = now();
        orders.decide(transaction, id, RestockState.SHIPPED, by, now, null);
        tell(
                transaction,
                order.store(),
                new RestockShipped(id, order.store(), order.productId(), order.quantity(), by, now));
        return decided(transaction, id);
    }

    /** Refuses an order; the stock stays as it is. */
    Decision refuse(Transaction transaction, UUID id, String reason, String by) {
        Optional<RestockOrder> found = orders.lock(transaction, id);
        if (found.isEmpty()) {
            return new Decision.UnknownOrder(id);
        }
        RestockOrder order = found.get();
        if (order.state() != RestockState.REQUESTED) {
            return new Decision.AlreadyDecided(id, order.state());
        }
        Instant now = now();
        orders.decide(transaction, id, RestockState.REFUSED, by, now, reason);
        tell(transaction, order.store(), new RestockRefused(id, order.store(), order.productId(), reason, by, now));
        return decided(transaction, id);
    }

    /** As precise as the database keeps it, so that the event and the row say the same. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void tell(Transaction transaction, String store, Event event) {
        List<String> destinations = List.of(HEAD_OFFICE, stores.deployment(transaction, store));
        outbox.append(transaction, destinations, Events.typeOf(event), Events.write(event));
    }

    private Decision decided(Transaction transaction, UUID id) {
        show(transaction, id);
        return new Decision.Decided(orders.find(transaction.sql(), id).orElseThrow());
    }

    /** An order as it is now, for those who watch. */
    private void show(Transaction transaction, UUID id) {
        orders.find(transaction.sql(), id).ifPresent(order -> activities.add(transaction, "restock-order", order));
    }

    /**
     * Takes a store's wish.
     *
     * @throws RuntimeException when the product is not known yet, or the order contradicts one that is known
     */
    public void request(Transaction transaction, RestockRequested requested) {
        Quantity quantity = Quantity.of(requested.quantity());
        orders.add(transaction, requested);
        RestockOrder order = known(transaction, requested.orderId());
        requireSame(order, requested.store(), requested.productId(), quantity.units());
        show(transaction, requested.orderId());
    }

    /**
     * Notes that the goods of an order stand on the store's shelf. When this database was restored to a moment before
     * the shipment, the goods have left all the same: the shipment is then written down now.
     *
     * @throws RuntimeException when the order is not known, was refused, or differs
     */
    public void receive(Transaction transaction, RestockReceived received) {
        RestockOrder order = known(transaction, received.orderId());
        requireSame(order, received.store(), received.productId(), received.quantity());
        switch (order.state()) {
            case REQUESTED -> {
                recordForgottenShipment(transaction, order);
                orders.receive(transaction, received);
            }
            case SHIPPED -> orders.receive(transaction, received);
            case REFUSED -> throw new IllegalStateException("order " + order.id() + " was refused, not shipped");
            case RECEIVED -> {}
        }
        show(transaction, order.id());
    }

    private void recordForgottenShipment(Transaction transaction, RestockOrder order) {
        String by = "store " + order.store();
        if (!stock.ship(transaction, order.id(), order.productId(), order.quantity(), by)) {
            throw new IllegalStateException("order " + order.id() + " arrived, but the central stock says it cannot"
                    + " have left: record the missing receipt, then try again");
        }
        orders.decide(transaction, order.id(), RestockState.SHIPPED, by, now(), null);
    }

    private RestockOrder known(Transaction transaction, UUID id) {
        return orders.lock(transaction, id)
                .orElseThrow(() -> new IllegalStateException("no restock order has the id " + id));
    }

    private static void requireSame(RestockOrder order, String store, long productId, int quantity) {
        if (!order.store().equals(store) || order.productId() != productId || order.quantity() != quantity) {
            throw new IllegalArgumentException("order %s is for %d of product %d in %s, not for %d of %d in %s"
                    .formatted(
                            order.id(),
                            order.quantity(),
                            order.productId(),
                            order.store(),
                            quantity,
                            productId,
                            store));
        }
    }
}
