package dev.comptoir.platform.outbox;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import dev.comptoir.platform.telemetry.Traces;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/**
 * The events that a service sends to others. They are written in the transaction of their cause; relays deliver them.
 *
 * <p>Order: an event that was caused after another had been committed is sent after it. Delivered events are kept for a
 * while: a destination that was restored to an earlier moment receives them again.
 */
public final class Outbox {
    /** For a hot path that appends within its own statement. */
    public static final String APPEND = "INSERT INTO outbox_log (destination, type, payload) ";

    /** The same with the span that the events belong to. */
    public static final String APPEND_TRACED = "INSERT INTO outbox_log (destination, type, payload, trace_parent) ";

    private static final int DESTINATION_LIMIT = 1_000;

    private final Database database;
    private final List<Runnable> relays = new CopyOnWriteArrayList<>();

    public Outbox(Database database) {
        this.database = database;
    }

    /** Appends an event for one destination, and wakes its relay after the commit. */
    public void append(Transaction transaction, String destination, String type, String payload) {
        append(transaction, List.of(destination), type, payload);
    }

    /** Appends an event for several destinations. */
    public void append(Transaction transaction, List<String> destinations, String type, String payload) {
        transaction
                .update(APPEND_TRACED + """
                        SELECT destination, :type, cast(:payload AS jsonb), :trace FROM unnest(:destinations) AS destination
                        """)
                .bind("type", type)
                .bind("payload", payload)
                .bindByType("trace", Traces.here(), String.class)
                .bindArray("destinations", String.class, destinations)
                .execute();
        transaction.afterCommit(this::wake);
    }

    /** Wakes the relays; to be called after the commit of appended events. */
    public void wake() {
        relays.forEach(Runnable::run);
    }

    void onWake(Runnable relay) {
        relays.add(relay);
    }

    /** The backlog of these destinations, and of all earlier ones. */
    public static DatabaseGauge gauges(Collection<String> destinations) {
        return new DatabaseGauge(
                Map.of(
                        "comptoir.outbox.backlog", "Events that are not delivered yet",
                        "comptoir.outbox.oldest_event_age_seconds", "Age of the oldest event in the backlog",
                        "comptoir.outbox.dead_letters", "Events that their destination could not apply",
                        "comptoir.outbox.resent_timestamp_seconds", "When the destination last lost events",
                        "comptoir.outbox.diverged_timestamp_seconds",
                                "When this service last came back without events"),
                "destination",
                """
                SELECT gauge.name, d.name AS label, gauge.value
                FROM (SELECT unnest(cast('{%s}' AS text[])) UNION SELECT name FROM outbox_destination) AS d (name)
                LEFT JOIN outbox_destination AS known ON known.name = d.name,
                     LATERAL (%s) AS waiting,
                     LATERAL (VALUES
                         ('comptoir.outbox.backlog', waiting.events + coalesce(known.resending, 0)),
                         ('comptoir.outbox.oldest_event_age_seconds',
                          coalesce(extract(epoch FROM clock_timestamp() - waiting.oldest_at), 0)),
                         ('comptoir.outbox.dead_letters', coalesce(known.dead_letters, 0)),
                         ('comptoir.outbox.resent_timestamp_seconds', coalesce(extract(epoch FROM known.rewound_at), 0)),
                         ('comptoir.outbox.diverged_timestamp_seconds',
                          coalesce(extract(epoch FROM known.diverged_at), 0))) AS gauge (name, value)
                """.formatted(
                        String.join(",", destinations), OutboxLog.backlogOf("d.name", "coalesce(known.confirmed, 0)")));
    }

    /** Every destination, with its backlog and the outcome of the last attempts. */
    public List<Destination> destinations() {
        return database.read(sql -> sql.createQuery("""
                        SELECT d.name, d.confirmed, d.last_contact, d.last_failure, d.failure, d.rewound_at, d.diverged_at,
                               d.forgotten, d.dead_letters, coalesce(d.differing, '{}') AS differing, waiting.events + d.resending AS backlog,
                               waiting.oldest_at
                        FROM outbox_destination d, LATERAL (%s) AS waiting
                        ORDER BY d.name LIMIT :limit
                        """.formatted(OutboxLog.backlogOf("d.name", "d.confirmed")))
                .bind("limit", DESTINATION_LIMIT)
                .map(Outbox::destination)
                .list());
    }

    private static Destination destination(RowView row) {
        return new Destination(
                row.getColumn("name", String.class),
                row.getColumn("backlog", Long.class),
                row.getColumn("oldest_at", Instant.class),
                row.getColumn("dead_letters", Long.class),
                row.getColumn("confirmed", Long.class),
                new Contact(
                        row.getColumn("last_contact", Instant.class),
                        row.getColumn("last_failure", Instant.class),
                        row.getColumn("failure", String.class)),
                new Restores(
                        row.getColumn("rewound_at", Instant.class),
                        row.getColumn("diverged_at", Instant.class),
                        row.getColumn("forgotten", Long.class)),
                List.of(row.getColumn("differing", String[].class)));
    }

    /**
     * A service that events are sent to.
     *
     * @param backlog events that it has not confirmed yet
     * @param oldestAt when the oldest event of the backlog was written
     * @param deadLetters events that it keeps because it could not apply them; 1,000 means that many or more
     * @param confirmed the position in the log up to which it has every event
     * @param differing the names of this service's state whose copies differ there
     */
    public record Destination(
            String name,
            long backlog,
            @Nullable Instant oldestAt,
            long deadLetters,
            long confirmed,
            @JsonUnwrapped Contact contact,
            @JsonUnwrapped Restores restores,
            List<String> differing) {
        public Destination {
            differing = List.copyOf(differing);
        }
    }

    /**
     * What restores of a database have meant for the log.
     *
     * @param rewoundAt when events were last sent again because the destination had been restored to an earlier moment
     * @param divergedAt when this database last turned out to have been restored to an earlier moment
     * @param forgotten how many events the destination holds that this database has lost
     */
    public record Restores(
            @Nullable Instant rewoundAt, @Nullable Instant divergedAt, long forgotten) {}

    /**
     * The outcome of the last attempts to deliver.
     *
     * @param failure why the last attempt failed; absent after a success
     */
    public record Contact(
            @Nullable Instant lastContact,
            @Nullable Instant lastFailure,
            @Nullable String failure) {}
}
