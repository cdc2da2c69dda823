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
    public static final String APPEND = "INSERT INTO outbox_event (destination, type, payload) ";

    /** Gauges stop counting here. */
    private static final int GAUGE_LIMIT = 1_000_000;

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
                .update("""
                        INSERT INTO outbox_event (destination, type, payload, trace_parent)
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

    /** The backlog and the dead letters of these destinations, and of all earlier ones. */
    public static DatabaseGauge gauges(Collection<String> destinations) {
        return new DatabaseGauge(
                Map.of(
                        "comptoir.outbox.backlog", "Events that are not delivered yet",
                        "comptoir.outbox.oldest_event_age_seconds", "Age of the oldest event in the backlog",
                        "comptoir.outbox.dead_letters", "Events that their destination rejected for good"),
                "destination",
                """
                SELECT gauge.name, d.name AS label, gauge.value
                FROM (SELECT unnest(cast('{%s}' AS text[])) UNION SELECT name FROM outbox_destination) AS d (name),
                     LATERAL (SELECT count(*) AS events FROM (
                                  SELECT FROM outbox_event e
                                  WHERE e.destination = d.name AND delivered_at IS NULL AND parked_at IS NULL
                                  LIMIT %d) AS counted) AS waiting,
                     LATERAL (SELECT extract(epoch FROM clock_timestamp() - min(created_at)) AS seconds FROM (
                                  SELECT created_at FROM outbox_event e
                                  WHERE e.destination = d.name AND delivered_at IS NULL AND parked_at IS NULL
                                  ORDER BY id LIMIT 1) AS oldest) AS age,
                     LATERAL (SELECT count(*) AS events FROM (
                                  SELECT FROM outbox_event e
                                  WHERE e.destination = d.name AND parked_at IS NOT NULL LIMIT %d) AS counted) AS parked,
                     LATERAL (VALUES ('comptoir.outbox.backlog', waiting.events),
                                     ('comptoir.outbox.oldest_event_age_seconds', coalesce(age.seconds, 0)),
                                     ('comptoir.outbox.dead_letters', parked.events)) AS gauge (name, value)
                """.formatted(String.join(",", destinations), GAUGE_LIMIT, GAUGE_LIMIT));
    }

    /** Every destination, with its backlog and the outcome of the last attempts. */
    public List<Destination> destinations() {
        return database.read(sql -> sql.createQuery("""
                        SELECT d.name, d.acknowledged, d.last_contact, d.last_failure, d.failure, d.rewound_at,
                               d.forgotten, waiting.events AS backlog, waiting.oldest_at, parked.events AS dead_letters
                        FROM outbox_destination d,
                             LATERAL (SELECT count(*) AS events, min(created_at) AS oldest_at FROM outbox_event e
                                      WHERE e.destination = d.name AND delivered_at IS NULL AND parked_at IS NULL)
                                 AS waiting,
                             LATERAL (SELECT count(*) AS events FROM outbox_event e
                                      WHERE e.destination = d.name AND parked_at IS NOT NULL) AS parked
                        ORDER BY d.name LIMIT :limit
                        """)
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
                row.getColumn("acknowledged", Long.class),
                new Contact(
                        row.getColumn("last_contact", Instant.class),
                        row.getColumn("last_failure", Instant.class),
                        row.getColumn("failure", String.class)),
                row.getColumn("rewound_at", Instant.class),
                row.getColumn("forgotten", Long.class));
    }

    /**
     * A service that events are sent to.
     *
     * @param backlog events that it has not acknowledged yet, dead letters excluded
     * @param oldestAt when the oldest event of the backlog was written
     * @param deadLetters events that it rejected for good
     * @param acknowledged how many events it has ever applied, by its own count
     * @param rewoundAt when events were last sent again because its database had been restored to an earlier moment
     * @param forgotten how many events it has applied that this service no longer has: above zero after this service's
     *     database was restored to an earlier moment
     */
    public record Destination(
            String name,
            long backlog,
            @Nullable Instant oldestAt,
            long deadLetters,
            long acknowledged,
            @JsonUnwrapped Contact contact,
            @Nullable Instant rewoundAt,
            long forgotten) {}

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
