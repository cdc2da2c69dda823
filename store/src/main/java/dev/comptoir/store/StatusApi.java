package dev.comptoir.store;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.Staff;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether this service has applied and delivered the latest events, for the status bar. */
final class StatusApi {
    private final Database database;
    private final Outbox outbox;

    StatusApi(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /**
     * The state of this service.
     *
     * @param catalogueVersion the version of the newest product change that this service has applied
     * @param owed the destinations in the form of version 0.1, whose pages may be open during an upgrade
     */
    record Status(long catalogueVersion, List<Destination> destinations, List<Owed> owed) {}

    /**
     * A service that events are sent to.
     *
     * @param backlog events that it has not acknowledged yet
     * @param oldestAt when the oldest of them was written
     * @param deadLetters events that it rejected for good
     */
    record Destination(
            String name,
            long backlog,
            @Nullable Instant oldestAt,
            long deadLetters,
            @Nullable Instant lastContact) {}

    /** A destination in the form of version 0.1. */
    record Owed(String destination, long waiting, long parked) {
        static Owed of(Destination destination) {
            return new Owed(destination.name(), destination.backlog(), destination.deadLetters());
        }
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/status", "The catalogue version and the backlog of each destination")
                .access(Staff.ANY)
                .returns(200, Status.class)
                .handledBy(request -> Response.ok(status())));
    }

    private Status status() {
        long version = database.read(sql -> sql.createQuery("SELECT coalesce(max(version), 0) FROM product")
                .mapTo(Long.class)
                .one());
        List<Destination> destinations = outbox.destinations().stream()
                .map(peer -> new Destination(
                        peer.name(),
                        peer.backlog(),
                        peer.oldestAt(),
                        peer.deadLetters(),
                        peer.contact().lastContact()))
                .toList();
        return new Status(
                version, destinations, destinations.stream().map(Owed::of).toList());
    }
}
