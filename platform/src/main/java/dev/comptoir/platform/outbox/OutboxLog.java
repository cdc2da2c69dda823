package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of a relay: the log of one destination. */
final class OutboxLog {
    static final String SERVER = Database.SERVER;

    /** To count a longer backlog would slow down its delivery. */
    private static final int COUNT_LIMIT = 100_000;

    /** A batch ends before it has more characters than this. */
    private static final int CHARACTER_LIMIT = 4_000_000;

    /** So many events are in memory beyond those of the batch. */
    private static final int FETCH_SIZE = 50;

    private static final String NUMBER = """
            WITH fresh AS (
                SELECT id, :after + row_number() OVER (ORDER BY id) AS position FROM (
                    SELECT id FROM outbox_log
                    WHERE destination = :destination AND position IS NULL AND delivered_at IS NULL
                    ORDER BY id LIMIT :limit) AS oldest),
            numbered AS (
                UPDATE outbox_log AS log SET position = fresh.position FROM fresh WHERE log.id = fresh.id
                RETURNING log.position, log.event_id, log.type, log.payload, log.trace_parent),
            before AS MATERIALIZED (
                SELECT position AS before_position, event_id AS before_event FROM outbox_log
                WHERE destination = :destination AND position <= :after
                ORDER BY position DESC LIMIT 1)
            SELECT position, event_id, type, payload::text AS payload, trace_parent,
                   max(position) OVER () AS last_position,
                   coalesce(before_position, :after) AS before_position, before_event
            FROM numbered LEFT JOIN before ON true
            ORDER BY position
            """;

    private static final RowMapper<Entry> ENTRY = (row, context) -> new Entry(
            row.getLong("position"),
            new Delivery.Sent(
                    row.getObject("event_id", UUID.class),
                    row.getString("type"),
                    row.getString("payload"),
                    row.getString("trace_parent")));

    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            ENTRY.map(row, context),
            row.getLong("last_position"),
            new Delivery.Place(row.getLong("before_position"), row.getObject("before_event", UUID.class)));

    private final String destination;

    OutboxLog(String destination) {
        this.destination = destination;
    }

    /** An event with its position. */
    record Entry(long position, Delivery.Sent event) {}

    /**
     * The state of the log.
     *
     * @param numbered the last position given
     * @param confirmed the last position that the destination has confirmed
     * @param server the run of the database server in which the log was last read
     * @param here the run of the database server now
     * @param unsureAfter the last position given before this run, until the destination has confirmed that it has the same log
     */
    record State(
            UUID incarnation,
            long startedAfter,
            long numbered,
            long confirmed,
            @Nullable String server,
            String here,
            @Nullable Long unsureAfter,
            @Nullable UUID lease) {
        private State of(long otherNumbered, @Nullable Long otherUnsureAfter) {
            return new State(incarnation, startedAfter, otherNumbered, confirmed, here, here, otherUnsureAfter, lease);
        }

        State numberedTo(long position) {
            return of(position, unsureAfter);
        }

        /** In another run of the server, the log may have been restored to an earlier moment. */
        State inThisRun() {
            return here.equals(server) ? this : of(numbered, unsureAfter == null ? (Long) numbered : unsureAfter);
        }
    }

    /** Whether this transaction got the lock of the relays to the destination. */
    boolean lock(Transaction transaction) {
        return transaction
                .query("SELECT pg_try_advisory_xact_lock(hashtextextended('outbox ' || :destination, 0))")
                .bind("destination", destination)
                .mapTo(Boolean.class)
                .one();
    }

    State read(Transaction transaction) {
        return find(transaction).orElseGet(() -> {
            transaction
                    .update("INSERT INTO outbox_destination (name) VALUES (:name) ON CONFLICT DO NOTHING")
                    .bind("name", destination)
                    .execute();
            return find(transaction).orElseThrow();
        });
    }

    private Optional<State> find(Transaction transaction) {
        return transaction
                .query("""
                        SELECT incarnation, started_after, numbered, confirmed, server, %s AS here, unsure_after,
                               CASE WHEN leased_until > clock_timestamp() THEN leased_by END AS lease
                        FROM outbox_destination WHERE name = :name
                        """.formatted(SERVER))
                .bind("name", destination)
                .map(OutboxLog::state)
                .findOne();
    }

    private static State state(RowView row) {
        return new State(
                row.getColumn("incarnation", UUID.class),
                row.getColumn("started_after", Long.class),
                row.getColumn("numbered", Long.class),
                row.getColumn("confirmed", Long.class),
                row.getColumn("server", String.class),
                row.getColumn("here", String.class),
                row.getColumn("unsure_after", Long.class),
                row.getColumn("lease", UUID.class));
    }

    /**
     * Events that have just got their positions.
     *
     * @param last the last position given
     * @param before the newest event before them
     * @param entries up to the limit of characters
     */
    record Numbered(long last, Delivery.Place before, List<Entry> entries) {}

    private record Row(Entry entry, long last, Delivery.Place before) {}

    /** Gives positions to the oldest events without one; empty when there is none. */
    Optional<Numbered> number(Transaction transaction, long after, int limit) {
        Query query = transaction
                .query(NUMBER)
                .bind("after", after)
                .bind("destination", destination)
                .bind("limit", limit)
                .setFetchSize(FETCH_SIZE);
        try (ResultIterator<Row> found = query.map(ROW).iterator()) {
            List<Row> rows = cut(found, Row::entry);
            return rows.stream()
                    .findFirst()
                    .map(first -> new Numbered(
                            first.last(),
                            first.before(),
                            rows.stream().map(Row::entry).toList()));
        }
    }

    /** Events from a position on, up to the first gap between positions and to the limit of characters; at least one. */
    List<Entry> from(Transaction transaction, long first, long last, int limit) {
        Query query = transaction
                .query("""
                        SELECT position, event_id, type, payload::text AS payload, trace_parent FROM outbox_log
                        WHERE destination = :destination AND position BETWEEN :first AND :last
                        ORDER BY position LIMIT :limit
                        """)
                .bind("destination", destination)
                .bind("first", first)
                .bind("last", last)
                .bind("limit", limit)
                .setFetchSize(FETCH_SIZE);
        try (ResultIterator<Entry> found = query.map(ENTRY).iterator()) {
            return cut(found, Function.identity());
        }
    }

    private static <R> List<R> cut(Iterator<R> found, Function<R, Entry> entryOf) {
        List<R> rows = new ArrayList<>();
        long characters = 0;
        long next = 0;
        while (found.hasNext()) {
            R row = found.next();
            Entry entry = entryOf.apply(row);
            characters += entry.event().payload().length();
            if (!rows.isEmpty() && (entry.position() != next || characters > CHARACTER_LIMIT)) {
                break;
            }
            next = entry.position() + 1;
            rows.add(row);
        }
        return rows;
    }

    /** The newest event up to a position. */
    Delivery.Place placeAt(Transaction transaction, long position) {
        return transaction
                .query("""
                        SELECT position, event_id FROM outbox_log
                        WHERE destination = :destination AND position <= :position ORDER BY position DESC LIMIT 1
                        """)
                .bind("destination", destination)
                .bind("position", position)
                .map(row -> new Delivery.Place(
                        row.getColumn("position", Long.class), row.getColumn("event_id", UUID.class)))
                .findOne()
                .orElse(new Delivery.Place(position, null));
    }

    /** The oldest position that is still stored; one more than the last one given when there is none. */
    long oldest(Transaction transaction, State state) {
        return transaction
                .query("""
                        SELECT position FROM outbox_log WHERE destination = :destination AND position IS NOT NULL
                        ORDER BY position LIMIT 1
                        """)
                .bind("destination", destination)
                .mapTo(Long.class)
                .findOne()
                .orElse(state.numbered() + 1);
    }

    /** The events that are not confirmed, and when the oldest of them was written. */
    record Backlog(long events, @Nullable Instant oldestAt) {}

    Backlog backlog(Transaction transaction) {
        return transaction
                .query("SELECT waiting.* FROM outbox_destination d, LATERAL (%s) AS waiting WHERE d.name = :name"
                        .formatted(backlogOf("d.name", "d.confirmed")))
                .bind("name", destination)
                .map(row -> new Backlog(row.getColumn("events", Long.class), row.getColumn("oldest_at", Instant.class)))
                .one();
    }

    /** A query for the number of events after a position, and the age of the oldest one. */
    static String backlogOf(String destination, String confirmed) {
        return """
                SELECT count(*) AS events, min(created_at) AS oldest_at FROM (
                    (SELECT created_at FROM outbox_log
                     WHERE destination = %1$s AND position > %2$s ORDER BY position LIMIT %3$d)
                    UNION ALL
                    (SELECT created_at FROM outbox_log
                     WHERE destination = %1$s AND position IS NULL AND delivered_at IS NULL ORDER BY id LIMIT %3$d))
                    AS event
                """.formatted(destination, confirmed, COUNT_LIMIT);
    }

    /** Stores what was numbered, and reserves the log for one relay until the batch is settled or the lease has run out. */
    void lease(Transaction transaction, State state, UUID relay, Duration lease) {
        transaction
                .update("""
                        UPDATE outbox_destination
                        SET numbered = :numbered, server = :here, unsure_after = :unsureAfter, leased_by = :relay,
                            leased_until = clock_timestamp() + make_interval(secs => :seconds)
                        WHERE name = :name
                        """)
                .bind("numbered", state.numbered())
                .bind("here", state.here())
                .bindByType("unsureAfter", state.unsureAfter(), Long.class)
                .bind("relay", relay)
                .bind("seconds", lease.toMillis() / 1_000.0)
                .bind("name", destination)
                .execute();
    }

    /**
     * Records a receipt, and ends the lease; nothing when another relay has the lease now, which may have found this database
     * restored meanwhile. A receiver that is ahead of the batch has compared none of its events: only the
     * batch is confirmed, and the log may still turn out to be another one. A backfill confirms nothing.
     */
    void confirm(Handle sql, BatchSource.Batch batch, Receipt.Held held) {
        boolean isBackfill = batch.section().isBackfill();
        sql.createUpdate("""
                        UPDATE outbox_destination
                        SET confirmed = CASE WHEN :backfill THEN confirmed ELSE least(:position, :last, numbered) END,
                            unsure_after = CASE WHEN :backfill OR :position > :last THEN unsure_after END,
                            leased_until = NULL, last_contact = clock_timestamp(), failure = NULL,
                            dead_letters = :deadLetters, resending = :resending,
                            differing = nullif(cast(:differing AS text[]), '{}')
                        WHERE name = :name AND incarnation = :incarnation AND leased_by = :relay
                        """)
                .bind("deadLetters", held.deadLetters())
                .bind("resending", held.gap() == null ? 0 : held.gap().size())
                .bind("backfill", isBackfill)
                .bind("position", held.position())
                .bind("last", batch.lastPosition())
                .bindArray("differing", String.class, held.differing())
                .bind("name", destination)
                .bind("incarnation", batch.incarnation())
                .bind("relay", batch.relay())
                .execute();
    }

    /** Records the receipt of a receiver of version 0.1, which has no position. */
    void confirmInFormerForm(Transaction transaction, BatchSource.Batch batch, long position) {
        transaction
                .update("""
                        UPDATE outbox_destination
                        SET confirmed = greatest(confirmed, :position), leased_until = NULL,
                            last_contact = clock_timestamp(), failure = NULL
                        WHERE name = :name AND incarnation = :incarnation AND leased_by = :relay
                        """)
                .bind("position", position)
                .bind("name", destination)
                .bind("incarnation", batch.incarnation())
                .bind("relay", batch.relay())
                .execute();
    }

    /** Everything after the position is sent again. */
    void goBack(Transaction transaction, long position) {
        transaction
                .update("UPDATE outbox_destination SET confirmed = :position WHERE name = :name")
                .bind("position", position)
                .bind("name", destination)
                .execute();
    }

    /** Records that the destination was restored to an earlier moment. */
    void recordResend(Transaction transaction) {
        transaction.update("""
                        UPDATE outbox_destination SET rewound_at = clock_timestamp(), leased_until = NULL
                        WHERE name = :name
                        """).bind("name", destination).execute();
    }

    void recordFailure(Transaction transaction, String failure) {
        transaction
                .update("""
                        UPDATE outbox_destination
                        SET last_failure = clock_timestamp(), failure = left(:failure, 500), leased_until = NULL
                        WHERE name = :name
                        """)
                .bind("failure", failure)
                .bind("name", destination)
                .execute();
    }

    /**
     * Starts a new incarnation of the log after the position of the receiver. Events that got a position since this database was
     * restored get a new one; {@code forgotten} counts the events that the receiver has and this database has lost.
     */
    void restart(Transaction transaction, State state, long position) {
        long boundary = Math.min(position, state.unsureAfter() == null ? state.confirmed() : state.unsureAfter());
        transaction
                .update(
                        "UPDATE outbox_log SET position = NULL WHERE destination = :destination AND position > :boundary")
                .bind("destination", destination)
                .bind("boundary", boundary)
                .execute();
        transaction
                .update("""
                        UPDATE outbox_destination
                        SET incarnation = gen_random_uuid(), started_after = :position, numbered = :position,
                            confirmed = :position, unsure_after = NULL, leased_until = NULL,
                            diverged_at = clock_timestamp(), forgotten = forgotten + :forgotten
                        WHERE name = :name
                        """)
                .bind("position", position)
                .bind("forgotten", position - boundary)
                .bind("name", destination)
                .execute();
    }

    /** Whether an introduction is allowed now; if so, the time of the last one is now. */
    boolean mayIntroduce(Transaction transaction, Duration pause) {
        return transaction
                        .update("""
                                UPDATE outbox_destination SET introduced_at = clock_timestamp()
                                WHERE name = :name
                                  AND coalesce(introduced_at, '-infinity')
                                      < clock_timestamp() - make_interval(secs => :seconds)
                                """)
                        .bind("seconds", pause.toSeconds())
                        .bind("name", destination)
                        .execute()
                == 1;
    }

    /**
     * Appends events of a batch again that a receiver of version 0.1 has rejected: a later version keeps them as dead letters.
     */
    void appendAgain(Transaction transaction, BatchSource.Batch batch, List<UUID> events) {
        transaction
                .update("""
                        INSERT INTO outbox_log (event_id, destination, type, payload, created_at, trace_parent)
                        SELECT event_id, destination, type, payload, created_at, trace_parent FROM outbox_log
                        WHERE destination = :destination AND position BETWEEN :first AND :last AND event_id = ANY(:events)
                        ORDER BY position
                        """)
                .bind("destination", destination)
                .bind("first", batch.section().first())
                .bind("last", batch.lastPosition())
                .bindArray("events", UUID.class, events)
                .execute();
    }
}
