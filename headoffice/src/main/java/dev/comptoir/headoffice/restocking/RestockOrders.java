package dev.comptoir.headoffice.restocking;

import dev.comptoir.contract.Event.RestockReceived;
import dev.comptoir.contract.Event.RestockRefused;
import dev.comptoir.contract.Event.RestockRequested;
import dev.comptoir.contract.Event.RestockShipped;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;
import java.util.Map;
import java.util.UUID;

/** Notes what is heard of restock orders, in whatever sequence it comes. */
public final class RestockOrders {
    private final Activities activities;

    public RestockOrders(Activities activities) {
        this.activities = activities;
    }

    public void requested(Transaction transaction, RestockRequested event) {
        hear(transaction, event.orderId(), event.store(), event.productId());
        transaction
                .sql()
                .createUpdate("""
                        UPDATE restock_order SET quantity = :quantity, requested_by = :by, requested_at = :at WHERE id = :id
                        """)
                .bind("quantity", event.quantity())
                .bind("by", event.requestedBy())
                .bind("at", Timestamp.from(event.requestedAt()))
                .bind("id", event.orderId())
                .execute();
        announce(transaction, event.orderId(), event.store(), event.productId(), "requested");
    }

    public void shipped(Transaction transaction, RestockShipped event) {
        hear(transaction, event.orderId(), event.store(), event.productId());
        transaction
                .sql()
                .createUpdate("""
                        UPDATE restock_order SET shipped = coalesce(shipped, 0) + :quantity, shipped_by = :by, shipped_at = :at
                        WHERE id = :id
                        """)
                .bind("quantity", event.quantity())
                .bind("by", event.decidedBy())
                .bind("at", Timestamp.from(event.shippedAt()))
                .bind("id", event.orderId())
                .execute();
        announce(transaction, event.orderId(), event.store(), event.productId(), "shipped");
    }

    public void refused(Transaction transaction, RestockRefused event) {
        hear(transaction, event.orderId(), event.store(), event.productId());
        transaction
                .sql()
                .createUpdate(
                        "UPDATE restock_order SET reason = :reason, refused_by = :by, refused_at = :at WHERE id = :id")
                .bind("reason", event.reason())
                .bind("by", event.decidedBy())
                .bind("at", Timestamp.from(event.refusedAt()))
                .bind("id", event.orderId())
                .execute();
        announce(transaction, event.orderId(), event.store(), event.productId(), "refused");
    }

    public void received(Transaction transaction, RestockReceived event) {
        hear(transaction, event.orderId(), event.store(), event.productId());
        transaction
                .sql()
                .createUpdate("""
                        UPDATE restock_order SET received = coalesce(received, 0) + :quantity, received_at = :at WHERE id = :id
                        """)
                .bind("quantity", event.quantity())
                .bind("at", Timestamp.from(event.receivedAt()))
                .bind("id", event.orderId())
                .execute();
        announce(transaction, event.orderId(), event.store(), event.productId(), "received");
    }

    private static void hear(Transaction transaction, UUID order, String store, long product) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO restock_order (id, store_code, product_id) VALUES (:id, :store, :product)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bind("id", order)
                .bind("store", store)
                .bind("product", product)
                .execute();
    }

    private void announce(Transaction transaction, UUID order, String store, long product, String state) {
        activities.add(
                transaction,
                "restock-order",
                Map.of("orderId", order, "store", store, "productId", product, "state", state));
    }
}
