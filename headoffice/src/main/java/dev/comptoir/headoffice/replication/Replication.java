package dev.comptoir.headoffice.replication;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.function.Supplier;

/**
 * The services that are told every change. They stand in the database, so that an instance which does not know a new one
 * yet writes its events all the same.
 */
public final class Replication {
    private final Outbox outbox;

    public Replication(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Writes an event for every service, in the transaction of its cause. */
    public void publish(Transaction transaction, Event event) {
        transaction.sql().execute("LOCK TABLE introduced_peer IN ROW SHARE MODE");
        List<String> peers = transaction
                .sql()
                .createQuery("SELECT name FROM introduced_peer ORDER BY name LIMIT 1000")
                .mapTo(String.class)
                .list();
        outbox.append(transaction, peers, Events.typeOf(event), Events.write(event));
    }

    /**
     * Tells a service everything, unless it was told before. Waits for changes under way, so that none falls between what
     * the service is told now and what it is told from now on.
     */
    public void introduce(Transaction transaction, String peer, Supplier<List<Event>> everything) {
        transaction.sql().execute("LOCK TABLE introduced_peer IN EXCLUSIVE MODE");
        int isNew = transaction
                .sql()
                .createUpdate("INSERT INTO introduced_peer (name) VALUES (:name) ON CONFLICT DO NOTHING")
                .bind("name", peer)
                .execute();
        if (isNew == 1) {
            everything
                    .get()
                    .forEach(event -> outbox.append(transaction, peer, Events.typeOf(event), Events.write(event)));
        }
    }
}
