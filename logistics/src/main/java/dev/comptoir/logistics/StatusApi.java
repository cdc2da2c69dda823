package dev.comptoir.logistics;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Sender;
import dev.comptoir.platform.sql.Database;
import java.util.List;

/** The state of this service, for its pages. */
final class StatusApi {
    private final Database database;
    private final Outbox outbox;
    private final Inbox inbox;

    StatusApi(Database database, Outbox outbox, Inbox inbox) {
        this.database = database;
        this.outbox = outbox;
        this.inbox = inbox;
    }

    /**
     * The state of this service.
     *
     * @param database whether it is reachable; the rest is empty otherwise
     * @param backlog events that are not delivered yet
     * @param eventsWaiting the backlog under its name of version 0.1, whose pages may be open during an upgrade
     */
    record Status(
            boolean database, long backlog, long eventsWaiting, List<Destination> destinations, List<Sender> senders) {}

    /**
     * A service that events are sent to.
     *
     * @param waiting the backlog under its name of version 0.1
     * @param parked the dead letters under their name of version 0.1
     */
    record Destination(@JsonUnwrapped Outbox.Destination current, long waiting, long parked) {
        static Destination of(Outbox.Destination current) {
            return new Destination(current, current.backlog(), current.deadLetters());
        }
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/status", "The state of this service, and the backlog to the other services")
                .access(Staff.WAREHOUSE)
                .returns(200, Status.class)
                .handledBy(request -> Response.ok(status())));
    }

    private Status status() {
        if (!database.isReachable()) {
            return new Status(false, 0, 0, List.of(), List.of());
        }
        List<Outbox.Destination> destinations = outbox.destinations();
        long backlog =
                destinations.stream().mapToLong(Outbox.Destination::backlog).sum();
        return new Status(
                true,
                backlog,
                backlog,
                destinations.stream().map(Destination::of).toList(),
                inbox.senders());
    }
}
