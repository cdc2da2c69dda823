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

/** Events that their destination rejected for good: a supervisor can list them and retry each one. */
public final class DeadLetters {
    private static final Parameter<UUID> ID = Parameter.pathUuid("id", "The event");
    private static final int LIST_LIMIT = 200;

    private final Database database;
    private final Outbox outbox;

    private DeadLetters(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** @param error the reason that the destination gave */
    public record DeadLetter(
            UUID id, String destination, String type, Instant writtenAt, Instant rejectedAt, String error) {}

    /** @param items oldest first */
    public record DeadLetterList(List<DeadLetter> items) {}

    /** @param role of the employees who may list and retry */
    public static List<Endpoint> endpoints(Database database, Outbox outbox, String role) {
        DeadLetters deadLetters = new DeadLetters(database, outbox);
        return List.of(
                Endpoint.get(
                                "/dead-letters",
                                "Events that their destination rejected for good, oldest first, at most 200")
                        .access(Access.staff(role))
                        .returns(200, DeadLetterList.class)
                        .handledBy(request -> Response.ok(deadLetters.list())),
                Endpoint.post("/dead-letters/{id}/retry", "Sends a dead letter again")
                        .access(Access.staff(role))
                        .takes(ID)
                        .returnsNoContent()
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(request -> deadLetters.retry(request.get(ID))));
    }

    private DeadLetterList list() {
        return new DeadLetterList(database.read(sql -> sql.createQuery("""
                        SELECT event_id, destination, type, created_at, parked_at, error FROM outbox_event
                        WHERE parked_at IS NOT NULL ORDER BY id LIMIT :limit
                        """)
                .bind("limit", LIST_LIMIT)
                .map(row -> new DeadLetter(
                        row.getColumn("event_id", UUID.class),
                        row.getColumn("destination", String.class),
                        row.getColumn("type", String.class),
                        row.getColumn("created_at", Instant.class),
                        row.getColumn("parked_at", Instant.class),
                        row.getColumn("error", String.class)))
                .list()));
    }

    private Response retry(UUID id) {
        int found = database.write(transaction -> {
            transaction.afterCommit(outbox::wake);
            return transaction.update("""
                            UPDATE outbox_event SET parked_at = NULL, error = NULL
                            WHERE event_id = :id AND parked_at IS NOT NULL
                            """).bind("id", id).execute();
        });
        return found == 0
                ? Response.problem(ProblemType.NOT_FOUND, "no dead letter has this id")
                : Response.noContent();
    }
}
