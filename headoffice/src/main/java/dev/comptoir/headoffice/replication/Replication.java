package dev.comptoir.headoffice.replication;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends changes to every other service. The services are listed in the database, so that an instance with an older
 * configuration also writes events for a service that another instance has added.
 */
public final class Replication {
    private static final int PEERS_LIMIT = 1_000;

    private final Outbox outbox;

    public Replication(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Writes an event for every service, in the transaction of the change. */
    public void publish(Transaction transaction, Event event) {
        transaction.sql().execute("LOCK TABLE introduced_peer IN ROW SHARE MODE");
        List<String> peers = transaction
                .query("SELECT name FROM introduced_peer ORDER BY name LIMIT :limit")
                .bind("limit", PEERS_LIMIT)
                .mapTo(String.class)
                .list();
        outbox.append(transaction, peers, Events.typeOf(event), Events.write(event));
    }

    /**
     * Adds a service, unless it was added before, and sends it a snapshot. Waits for changes in progress, so that
     * every change is either in the snapshot or sent after it.
     */
    public void add(Transaction transaction, String peer, Supplier<List<Event>> snapshot) {
        transaction.sql().execute("LOCK TABLE introduced_peer IN EXCLUSIVE MODE");
        int added = transaction
                .update("INSERT INTO introduced_peer (name) VALUES (:name) ON CONFLICT DO NOTHING")
                .bind("name", peer)
                .execute();
        if (added == 1) {
            snapshot.get()
                    .forEach(event -> outbox.append(transaction, peer, Events.typeOf(event), Events.write(event)));
        }
    }
}
