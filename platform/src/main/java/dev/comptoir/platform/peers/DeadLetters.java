package dev.comptoir.platform.peers;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.DeadLetterBox;
import dev.comptoir.platform.outbox.DeadLetterBox.Action;
import dev.comptoir.platform.outbox.DeadLetterBox.Choice;
import dev.comptoir.platform.outbox.DeadLetterBox.Decision;
import dev.comptoir.platform.outbox.DeadLetterBox.Settled;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events that could not be applied: a supervisor lists them, and retries or discards one or many of them with a reason. */
public final class DeadLetters {
    private static final Parameter<UUID> ID = Parameter.pathUuid("id", "The event");
    private static final int LIST_LIMIT = 200;
    private static final int REASON_LIMIT = 500;

    private final Database database;
    private final DeadLetterBox box;

    private DeadLetters(Database database, DeadLetterBox box) {
        this.database = database;
        this.box = box;
    }

    /**
     * An event that could not be applied.
     *
     * @param kind {@code not-yet}: it depends on events that have not arrived, and is tried again; {@code never}
     * @param attempts how often it was tried
     */
    public record DeadLetter(
            UUID id,
            String sender,
            String type,
            String kind,
            Instant arrivedAt,
            Instant triedAt,
            int attempts,
            String error) {}

    /**
     * The dead letters.
     *
     * @param items oldest first, at most {@value #LIST_LIMIT}
     * @param total of all kinds
     */
    public record DeadLetterList(List<DeadLetter> items, long total) {}

    /**
     * What to do with events.
     *
     * @param action {@code retry} or {@code discard}
     * @param reason why, from 1 to {@value #REASON_LIMIT} characters
     * @param ids only these events
     * @param sender only events of this service
     * @param type only events of this type
     */
    public record Settlement(
            String action,
            String reason,
            @Nullable List<UUID> ids,
            @Nullable String sender,
            @Nullable String type) {
        public Settlement {
            if (!action.equals("retry") && !action.equals("discard")) {
                throw new IllegalArgumentException("action is retry or discard");
            }
            reason = reason.strip();
            if (reason.isEmpty() || reason.length() > REASON_LIMIT) {
                throw new IllegalArgumentException("reason has 1 to " + REASON_LIMIT + " characters");
            }
            if (ids != null && ids.size() > LIST_LIMIT) {
                throw new IllegalArgumentException("ids has at most " + LIST_LIMIT + " events");
            }
        }
    }

    /** A settled event. */
    public record SettledLetter(
            UUID id,
            String sender,
            String type,
            String error,
            String action,
            String reason,
            String settledBy,
            Instant settledAt) {}

    /** @param items newest first, at most {@value #LIST_LIMIT} */
    public record SettledLetterList(List<SettledLetter> items) {}

    /** @param role of the employees who may list and settle */
    public static List<Endpoint> endpoints(Database database, DeadLetterBox box, String role) {
        DeadLetters deadLetters = new DeadLetters(database, box);
        Access supervisors = Access.staff(role);
        return List.of(
                Endpoint.get("/dead-letters", "Events that could not be applied, oldest first")
                        .access(supervisors)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(200, DeadLetterList.class)
                        .handledBy(request -> Response.ok(deadLetters.list())),
                Endpoint.post("/dead-letters/{id}/retry", "Applies an event again")
                        .access(supervisors)
                        .takes(ID)
                        .returnsNoContent()
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(deadLetters::retry),
                settlements(deadLetters, supervisors),
                Endpoint.get("/dead-letters/settlements", "Events that somebody has settled, newest first")
                        .access(supervisors)
                        .bulkhead(Bulkhead.REPORTS)
                        .returns(200, SettledLetterList.class)
                        .handledBy(request -> Response.ok(deadLetters.settled())));
    }

    private static Endpoint settlements(DeadLetters deadLetters, Access supervisors) {
        return Endpoint.post(
                        "/dead-letters/settlements", "Retries or discards events in order, and records the decision")
                .access(supervisors)
                .bulkhead(Bulkhead.REPORTS)
                .body(Settlement.class)
                .returns(200, Settled.class)
                .refuses(ProblemType.NOT_FOUND)
                .handledBy(deadLetters::settle);
    }

    private DeadLetterList list() {
        return database.read(sql -> new DeadLetterList(
                sql.createQuery("""
                        SELECT event_id, sender, type, kind, arrived_at, tried_at, attempts, error FROM dead_letter
                        ORDER BY id LIMIT :limit
                        """)
                        .bind("limit", LIST_LIMIT)
                        .map(row -> new DeadLetter(
                                row.getColumn("event_id", UUID.class),
                                row.getColumn("sender", String.class),
                                row.getColumn("type", String.class),
                                row.getColumn("kind", String.class),
                                row.getColumn("arrived_at", Instant.class),
                                row.getColumn("tried_at", Instant.class),
                                row.getColumn("attempts", Integer.class),
                                row.getColumn("error", String.class)))
                        .list(),
                sql.createQuery("SELECT count(*) FROM dead_letter")
                        .mapTo(Long.class)
                        .one()));
    }

    private Response retry(Request request) {
        Settled settled = box.settle(
                new Choice(List.of(request.get(ID)), null, null),
                new Decision(Action.RETRY, "tried again", request.caller().name()));
        return settled.settled() + settled.kept() == 0
                ? Response.problem(ProblemType.NOT_FOUND, "no dead letter has this id")
                : Response.noContent();
    }

    private Response settle(Request request) {
        Settlement settlement = request.body(Settlement.class);
        Action action = settlement.action().equals("retry") ? Action.RETRY : Action.DISCARD;
        Settled settled = box.settle(
                new Choice(settlement.ids(), settlement.sender(), settlement.type()),
                new Decision(action, settlement.reason(), request.caller().name()));
        return settlement.ids() != null && settled.settled() + settled.kept() == 0
                ? Response.problem(ProblemType.NOT_FOUND, "no dead letter has one of these ids")
                : Response.ok(settled);
    }

    private SettledLetterList settled() {
        return new SettledLetterList(database.read(sql -> sql.createQuery("""
                        SELECT event_id, sender, type, error, action, reason, settled_by, settled_at
                        FROM dead_letter_settlement ORDER BY id DESC LIMIT :limit
                        """)
                .bind("limit", LIST_LIMIT)
                .map(row -> new SettledLetter(
                        row.getColumn("event_id", UUID.class),
                        row.getColumn("sender", String.class),
                        row.getColumn("type", String.class),
                        row.getColumn("error", String.class),
                        row.getColumn("action", String.class),
                        row.getColumn("reason", String.class),
                        row.getColumn("settled_by", String.class),
                        row.getColumn("settled_at", Instant.class)))
                .list()));
    }
}
