package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.util.List;

/** Applies the events that other services send. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Applies new events in order, in the transaction that also stores their ids.
     *
     * @param sender the peer that sent them, authenticated by its token
     * @throws RuntimeException when an event cannot be applied; the batch is then rolled back and retried event by event
     */
    void apply(Transaction transaction, String sender, List<Delivery.Sent> events);
}
