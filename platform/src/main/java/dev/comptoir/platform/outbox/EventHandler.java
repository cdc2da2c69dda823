package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.Map;

/** Applies the events that other services send. */
public interface EventHandler {

    /**
     * Applies new events in order, in the transaction that also moves the sender's position.
     *
     * @param sender the peer that sent them, authenticated by its token
     * @throws NotYet when an event depends on one that has not arrived
     * @throws RuntimeException when an event cannot be applied; the batch is then rolled back and retried in parts
     */
    void apply(Transaction transaction, String sender, List<Delivery.Sent> events);

    /**
     * Checks the form of an event, without the database.
     *
     * @throws RuntimeException when the event can never be applied
     */
    default void requireReadable(Delivery.Sent event) {}

    /**
     * What this service holds of a sender's state, by name. It is compared with the digests in the sender's heartbeats, so it
     * must be cheap. Empty when this service holds no copies: nothing is compared then. The transaction holds the lock of the sender's position.
     */
    default Map<String, String> held(Transaction transaction, String sender) {
        return Map.of();
    }
}
