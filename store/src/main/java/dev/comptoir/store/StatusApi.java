package dev.comptoir.store;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.Staff;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a status bar shows: how far this service is in step with the others. */
final class StatusApi {
    private final Database database;
    private final Outbox outbox;

    StatusApi(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** @param catalogueVersion the version of the newest product change that is known here */
    record Status(long catalogueVersion, List<Owed> owed) {}

    /**
     * What this service owes to another.
     *
     * @param waiting events on their way
     * @param oldestAt when the oldest of them was written
     * @param parked events that the other cannot take
     */
    record Owed(
            String destination,
            long waiting,
            @Nullable Instant oldestAt,
            long parked,
            @Nullable Instant lastContact) {}

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/status", "How far this service is in step with the others")
                .access(Staff.ANY)
                .answers(200, Status.class)
                .handledBy(request -> Response.ok(status())));
    }

    private Status status() {
        long version = database.read(sql -> sql.createQuery("SELECT coalesce(max(version), 0) FROM product")
                .mapTo(Long.class)
                .one());
        return new Status(
                version,
                outbox.debts().stream()
                        .map(debt -> new Owed(
                                debt.destination(), debt.waiting(), debt.oldestAt(), debt.parked(), debt.lastContact()))
                        .toList());
    }
}
