package dev.comptoir.platform.peers;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events that a destination cannot take, for a supervisor to see and to send again. */
public final class ParkedEvents {
    private static final Parameter<UUID> ID = Parameter.pathUuid("id", "The event");
    private static final int MOST = 200;

    private final Database database;
    private final Outbox outbox;

    private ParkedEvents(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** A parked event with the reason that its destination gave. */
    public record Parked(UUID id, String destination, String type, Instant writtenAt, Instant parkedAt, String error) {}

    /** The oldest parked events. */
    public record ParkedPage(List<Parked> items) {}

    public static List<Endpoint> endpoints(Database database, Outbox outbox, String role) {
        ParkedEvents parked = new ParkedEvents(database, outbox);
        return List.of(
                Endpoint.get("/parked-events", "Events that a destination cannot take, oldest first, at most 200")
                        .access(Access.staff(role))
                        .answers(200, ParkedPage.class)
                        .handledBy(request -> Response.ok(parked.list())),
                Endpoint.post("/parked-events/{id}/retry", "Sends a parked event again")
                        .access(Access.staff(role))
                        .takes(ID)
                        .answersNothing()
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(request -> parked.retry(request.get(ID))));
    }

    private ParkedPage list() {
        return new ParkedPage(database.read(sql -> sql.createQuery("""
                        SELECT event_id, destination, type, created_at, parked_at, error FROM outbox_event
                        WHERE parked_at IS NOT NULL ORDER BY id LIMIT :most
                        """)
                .bind("most", MOST)
                .map((row, context) -> new Parked(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant(),
                        row.getString(6)))
                .list()));
    }

    private Response retry(UUID id) {
        int found = database.write(transaction -> {
            transaction.afterCommit(outbox::wake);
            return transaction
                    .sql()
                    .createUpdate("UPDATE outbox_event SET parked_at = NULL, error = NULL"
                            + " WHERE event_id = :id AND parked_at IS NOT NULL")
                    .bind("id", id)
                    .execute();
        });
        return found == 0
                ? Response.problem(ProblemType.NOT_FOUND, "no parked event has this id")
                : Response.noContent();
    }
}
