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

/** Sends all stores, employees and products to services that are connected for the first time. */
public final class InitialSnapshot {
    private final Database database;
    private final Replication replication;
    private final Clock clock;

    public InitialSnapshot(Database database, Replication replication, Clock clock) {
        this.database = database;
        this.replication = replication;
        this.clock = clock;
    }

    public void sendTo(List<String> peers) {
        for (String peer : peers) {
            database.write(transaction -> {
                replication.add(transaction, peer, () -> snapshot(transaction));
                return null;
            });
        }
    }

    private List<Event> snapshot(Transaction transaction) {
        List<Event> events = new ArrayList<>(Stores.all(transaction.sql()));
        events.addAll(Employees.all(transaction.sql()));
        events.addAll(Catalogue.all(transaction.sql(), clock.instant()));
        return events;
    }
}
