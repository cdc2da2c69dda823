package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import dev.comptoir.platform.telemetry.Traces;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The events that a service owes to others. They are written in the transaction of their cause; relays carry them away.
 *
 * <p>Order: an event that was caused after another had been committed is sent after it. Delivered events are kept for a
 * while, so that a destination that was restored to an earlier moment can be given them again.
 */
public final class Outbox {
    /** The statement for a hot path that appends inside a statement of its own. */
    public static final String APPEND = "INSERT INTO outbox_event (destination, type, payload) ";

    /** A gauge counts no further. */
    private static final int READING_LIMIT = 1_000_000;

    private final Database database;
    private final List<Runnable> relays = new CopyOnWriteArrayList<>();

    public Outbox(Database database) {
        this.database = database;
    }

    /** Appends an event for one destination; its relay is woken after the commit. */
    public void append(Transaction transaction, String destination, String type, String payload) {
        append(transaction, List.of(destination), type, payload);
    }

    /** Appends an event for several destinations. */
    public void append(Transaction transaction, List<String> destinations, String type, String payload) {
        transaction
                .sql()
                .createUpdate("""
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

    /** Tells the relays that something was written, once it is committed. */
    public void wake() {
        relays.forEach(Runnable::run);
    }

    void wakes(Runnable relay) {
        relays.add(relay);
    }

    /** What is owed to each of these, and to whoever was once a destination. */
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
                """.formatted(String.join(",", destinations), READING_LIMIT, READING_LIMIT));
    }

    /** What is owed to each destination, and what is known of it. */
    public List<Debt> debts() {
        return database.read(Outbox::debts);
    }

    private static List<Debt> debts(Handle sql) {
        return sql.createQuery("""
                        SELECT d.name, d.acknowledged, d.last_contact, d.last_failure, d.failure, d.rewound_at,
                               d.forgotten, waiting.events, waiting.oldest_at, parked.events AS parked
                        FROM outbox_destination d,
                             LATERAL (SELECT count(*) AS events, min(created_at) AS oldest_at FROM outbox_event e
                                      WHERE e.destination = d.name AND delivered_at IS NULL AND parked_at IS NULL)
                                 AS waiting,
                             LATERAL (SELECT count(*) AS events FROM outbox_event e
                                      WHERE e.destination = d.name AND parked_at IS NOT NULL) AS parked
                        ORDER BY d.name LIMIT 1000
                        """)
                .map((row, context) -> new Debt(
                        row.getString("name"),
                        row.getLong("events"),
                        instant(row.getTimestamp("oldest_at")),
                        row.getLong("parked"),
                        row.getLong("acknowledged"),
                        instant(row.getTimestamp("last_contact")),
                        instant(row.getTimestamp("last_failure")),
                        row.getString("failure"),
                        instant(row.getTimestamp("rewound_at")),
                        row.getLong("forgotten")))
                .list();
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /**
     * What a service owes to one destination.
     *
     * @param waiting events not yet acknowledged, parked ones apart
     * @param oldestAt when the oldest waiting event was written
     * @param acknowledged how many events the destination has applied, ever, as it said itself
     * @param lastContact when the destination last answered
     * @param failure why the last attempt failed; absent after a success
     * @param rewoundAt when events were last given again because the destination had forgotten them
     * @param forgotten how many events the destination knows that this service no longer does: above zero after this
     *     service's database was restored to an earlier moment
     */
    public record Debt(
            String destination,
            long waiting,
            @Nullable Instant oldestAt,
            long parked,
            long acknowledged,
            @Nullable Instant lastContact,
            @Nullable Instant lastFailure,
            @Nullable String failure,
            @Nullable Instant rewoundAt,
            long forgotten) {}
}
