package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.util.List;

/** What a service does with the events of others. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Applies new events, in order, in the transaction that also remembers their ids.
     *
     * @param sender the peer that sent them, proved by its token
     * @throws RuntimeException when an event cannot be applied; the batch is then rolled back and tried event by event
     */
    void apply(Transaction transaction, String sender, List<Delivery.Sent> events);
}
