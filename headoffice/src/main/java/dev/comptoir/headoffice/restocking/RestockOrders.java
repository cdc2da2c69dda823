package dev.comptoir.headoffice.restocking;

import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Records the events of restock orders, in whatever sequence they arrive, and each of them once. */
public final class RestockOrders {
    private final Activities activities;

    public RestockOrders(Activities activities) {
        this.activities = activities;
    }

    public void requested(Transaction transaction, RestockRequested event) {
        add(transaction, event.orderId(), event.store(), event.productId());
        int changed = transaction.update("""
                        UPDATE restock_order
                        SET quantity = :quantity, requested_by = :requestedBy, requested_at = :requestedAt
                        WHERE id = :orderId AND requested_at IS NULL
                        """).bindMethods(event).execute();
        if (changed > 0) {
            show(transaction, event.orderId(), event.store(), event.productId(), "requested");
        }
    }

    /** A shipment at another moment is a second one; the reconciliation reports it. */
    public void shipped(Transaction transaction, RestockShipped event) {
        add(transaction, event.orderId(), event.store(), event.productId());
        int changed = transaction.update("""
                        UPDATE restock_order
                        SET shipped = coalesce(shipped, 0) + :quantity, shipped_by = :decidedBy, shipped_at = :shippedAt
                        WHERE id = :orderId AND shipped_at IS DISTINCT FROM :shippedAt
                        """).bindMethods(event).execute();
        if (changed > 0) {
            show(transaction, event.orderId(), event.store(), event.productId(), "shipped");
        }
    }

    public void refused(Transaction transaction, RestockRefused event) {
        add(transaction, event.orderId(), event.store(), event.productId());
        int changed = transaction.update("""
                        UPDATE restock_order SET reason = :reason, refused_by = :decidedBy, refused_at = :refusedAt
                        WHERE id = :orderId AND refused_at IS NULL
                        """).bindMethods(event).execute();
        if (changed > 0) {
            show(transaction, event.orderId(), event.store(), event.productId(), "refused");
        }
    }

    /**
     * Records a receipt. A store that was restored may report the same receipt at another moment; another quantity is a second
     * receipt, which the reconciliation reports.
     *
     * @return the receipt; empty when it was recorded before
     */
    public Optional<RestockReceived> received(Transaction transaction, RestockReceived event) {
        add(transaction, event.orderId(), event.store(), event.productId());
        int changed = transaction.update("""
                        UPDATE restock_order
                        SET received = coalesce(received, 0) + :quantity, received_at = :receivedAt
                        WHERE id = :orderId AND received IS DISTINCT FROM :quantity
                        """).bindMethods(event).execute();
        if (changed == 0) {
            return Optional.empty();
        }
        show(transaction, event.orderId(), event.store(), event.productId(), "received");
        return Optional.of(event);
    }

    private static void add(Transaction transaction, UUID order, String store, long product) {
        transaction
                .update("""
                        INSERT INTO restock_order (id, store_code, product_id) VALUES (:id, :store, :product)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", order)
                .bind("store", store)
                .bind("product", product)
                .execute();
    }

    private void show(Transaction transaction, UUID order, String store, long product, String state) {
        activities.add(
                transaction,
                "restock-order",
                Map.of("orderId", order, "store", store, "productId", product, "state", state));
    }
}
