package dev.comptoir.headoffice.propagation;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.headoffice.catalogue.Catalogue;
import dev.comptoir.headoffice.staff.Employees;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Tells a service that is connected for the first time everything that the others were told one by one. */
public final class Introductions {
    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    public Introductions(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    public void introduce(List<String> peers) {
        for (String peer : peers) {
            database.write(transaction -> {
                if (isNew(transaction, peer)) {
                    everything(transaction)
                            .forEach(event ->
                                    outbox.append(transaction, peer, Events.typeOf(event), Events.write(event)));
                }
                return null;
            });
        }
    }

    private static boolean isNew(Transaction transaction, String peer) {
        return transaction
                        .sql()
                        .createUpdate("INSERT INTO introduced_peer (name) VALUES (:name) ON CONFLICT DO NOTHING")
                        .bind("name", peer)
                        .execute()
                == 1;
    }

    private List<Event> everything(Transaction transaction) {
        List<Event> events = new ArrayList<>(Stores.all(transaction.sql()));
        events.addAll(Employees.all(transaction.sql()));
        events.addAll(Catalogue.all(transaction.sql(), clock.instant()));
        return events;
    }
}
