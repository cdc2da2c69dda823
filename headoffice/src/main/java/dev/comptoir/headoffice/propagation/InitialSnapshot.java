package dev.comptoir.headoffice.propagation;

import dev.comptoir.contract.Event;
import dev.comptoir.headoffice.catalogue.Catalogue;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.headoffice.staff.Employees;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Tells a service that is connected for the first time everything that the others were told one by one. */
public final class InitialSnapshot {
    private final Database database;
    private final Replication replication;
    private final Clock clock;

    public InitialSnapshot(Database database, Replication replication, Clock clock) {
        this.database = database;
        this.replication = replication;
        this.clock = clock;
    }

    public void introduce(List<String> peers) {
        for (String peer : peers) {
            database.write(transaction -> {
                replication.introduce(transaction, peer, () -> everything(transaction));
                return null;
            });
        }
    }

    private List<Event> everything(Transaction transaction) {
        List<Event> events = new ArrayList<>(Stores.all(transaction.sql()));
        events.addAll(Employees.all(transaction.sql()));
        events.addAll(Catalogue.all(transaction.sql(), clock.instant()));
        return events;
    }
}
