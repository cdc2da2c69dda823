package dev.comptoir.platform.outbox;

import dev.comptoir.platform.outbox.Receipt.Outcome;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * How far the log of a sender has been applied here.
 *
 * @param incarnation of the log; absent before the first delivery
 * @param position the last one that took effect, positions in gaps excepted
 * @param lastEvent the event at the position
 * @param applied how many events have ever taken effect
 * @param gap the first gap
 * @param database the incarnation of this database
 * @param kept the events that could not be applied
 */
record InboxSender(
        String name,
        @Nullable UUID incarnation,
        long position,
        @Nullable UUID lastEvent,
        long applied,
        Delivery.@Nullable Range gap,
        UUID database,
        Kept kept) {
    private static final int SENDER_LIMIT = 1_000;
    private static final int KEPT_LIMIT = 1_000;

    private static final String COLUMNS = """
            s.name, s.incarnation, s.position, s.last_event, s.applied,
                      (SELECT first FROM inbox_gap WHERE sender = s.name ORDER BY first LIMIT 1) AS gap_first,
                      (SELECT last FROM inbox_gap WHERE sender = s.name ORDER BY first LIMIT 1) AS gap_last,
                      (SELECT id FROM database_incarnation) AS database,
                      (SELECT count(*) FROM (SELECT FROM dead_letter WHERE sender = s.name LIMIT %d) AS l) AS kept,
                      EXISTS (SELECT FROM dead_letter WHERE kind = 'not-yet') AS not_yet
            """.formatted(KEPT_LIMIT);

    private static final String RECORD = """
            UPDATE inbox_sender AS s
            SET position = :position, last_event = cast(:lastEvent AS uuid), applied = applied + :applied, lost = lost + :lost,
                incarnation = CASE WHEN :accepted THEN :incarnation ELSE incarnation END,
                behind = greatest(:last - :position, 0)
                    + coalesce((SELECT sum(last - first + 1) FROM inbox_gap WHERE sender = :name), 0),
                resent_at = CASE WHEN :resend THEN clock_timestamp() ELSE resent_at END,
                diverged_at = CASE WHEN :accepted AND incarnation <> :incarnation THEN clock_timestamp() ELSE diverged_at END
            WHERE name = :name
            """;

    /**
     * The events that could not be applied.
     *
     * @param ofSender how many of this sender; 1,000 means that many or more
     * @param untilOthersArrive whether some, of any sender, depend on events that have not arrived
     */
    record Kept(long ofSender, boolean untilOthersArrive) {}

    /**
     * Locks the sender's row until the end of the transaction, and records the sender's figures. What the lock protects is read
     * by a statement of its own: one that waits for a lock sees the other tables as they were before it waited.
     */
    static InboxSender lock(Transaction transaction, String sender, Delivery delivery) {
        Update update = transaction.update("""
                INSERT INTO inbox_sender AS s (name, waiting, oldest_at, parked, last_contact, heard_in)
                VALUES (:name, :backlog, :oldestAt, :deadLetters, clock_timestamp(), %s)
                ON CONFLICT (name) DO UPDATE
                SET waiting = excluded.waiting, oldest_at = excluded.oldest_at, parked = excluded.parked,
                    last_contact = excluded.last_contact, heard_in = excluded.heard_in
                """.formatted(OutboxLog.SERVER));
        update.bind("name", sender)
                .bind("backlog", delivery.backlog())
                .bindByType("oldestAt", delivery.oldestAt(), Instant.class)
                .bind("deadLetters", delivery.deadLetters())
                .execute();
        return transaction
                .query("SELECT " + COLUMNS + "FROM inbox_sender s WHERE s.name = :name")
                .bind("name", sender)
                .map(InboxSender::read)
                .one();
    }

    private static InboxSender read(RowView row) {
        Long first = row.getColumn("gap_first", Long.class);
        return new InboxSender(
                row.getColumn("name", String.class),
                row.getColumn("incarnation", UUID.class),
                row.getColumn("position", Long.class),
                row.getColumn("last_event", UUID.class),
                row.getColumn("applied", Long.class),
                first == null ? null : new Delivery.Range(first, row.getColumn("gap_last", Long.class)),
                row.getColumn("database", UUID.class),
                new Kept(row.getColumn("kept", Long.class), row.getColumn("not_yet", Boolean.class)));
    }

    /**
     * Records what became of a batch, and returns the new state. An upgrade from version 0.1 does not count as a restore. A sender
     * was restored when its log has a new incarnation: a batch that another one has overtaken may seem diverged, too.
     */
    InboxSender record(Transaction transaction, Reception reception, Delivery.Section log, int newlyApplied) {
        reception.gaps(transaction, name);
        boolean upgraded = position == 0 && applied > 0;
        return transaction
                .query(RECORD + "RETURNING " + COLUMNS)
                .bind("position", reception.position())
                .bindByType("lastEvent", reception.lastEvent(), UUID.class)
                .bind("applied", newlyApplied)
                .bind("lost", reception.lost())
                .bind("accepted", reception.outcome() == Outcome.APPLIED)
                .bind("incarnation", log.incarnation())
                .bind("last", log.last())
                .bind("resend", reception.outcome() == Outcome.RESEND && !upgraded)
                .bind("name", name)
                .map(InboxSender::read)
                .one();
    }

    /** Whether everything that the sender has written is applied here. */
    boolean isComplete(Delivery.Section log) {
        return position == log.last() && gap == null && !kept.untilOthersArrive();
    }

    void recordDiffering(Transaction transaction, List<String> names) {
        transaction
                .update("""
                        UPDATE inbox_sender SET differing = nullif(cast(:names AS text[]), '{}')
                        WHERE name = :name AND differing IS DISTINCT FROM nullif(cast(:names AS text[]), '{}')
                        """)
                .bindArray("names", String.class, names)
                .bind("name", name)
                .execute();
    }

    /** Events that were not applied in the form of version 0.1 before. */
    static List<Delivery.Sent> notInFormerForm(Transaction transaction, List<Delivery.Sent> events) {
        if (events.isEmpty()) {
            return events;
        }
        List<UUID> ids = events.stream().map(Delivery.Sent::id).toList();
        Set<UUID> known = new HashSet<>(transaction
                .query("""
                        SELECT event_id FROM inbox_event_id
                        WHERE event_id = ANY(:ids) AND EXISTS (SELECT FROM inbox_event_id)
                        """)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list());
        return known.isEmpty()
                ? events
                : events.stream().filter(event -> !known.contains(event.id())).toList();
    }

    /** Stores the ids of events that come in the form of version 0.1, and returns the new ones. */
    static Set<UUID> storeInFormerForm(Transaction transaction, List<Delivery.Sent> events) {
        List<UUID> ids = events.stream().map(Delivery.Sent::id).toList();
        return new HashSet<>(transaction
                .query("""
                        INSERT INTO inbox_event_id (event_id) SELECT unnest(:ids)
                        ON CONFLICT DO NOTHING RETURNING event_id
                        """)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list());
    }

    /** Adds to the number of applied events, and returns it. */
    static long count(Transaction transaction, String sender, int fresh) {
        return transaction
                .query("UPDATE inbox_sender SET applied = applied + :fresh WHERE name = :name RETURNING applied")
                .bind("fresh", fresh)
                .bind("name", sender)
                .mapTo(Long.class)
                .one();
    }

    static List<Sender> all(Handle sql) {
        return sql.createQuery("""
                        SELECT s.name, s.applied, s.waiting, s.oldest_at, s.last_contact, s.behind, s.resent_at,
                               s.diverged_at, s.lost, coalesce(s.differing, '{}') AS differing,
                               letters.not_yet, letters.never
                        FROM inbox_sender s,
                             LATERAL (SELECT count(*) FILTER (WHERE kind = 'not-yet') AS not_yet,
                                             count(*) FILTER (WHERE kind = 'never') AS never
                                      FROM dead_letter WHERE sender = s.name) AS letters
                        ORDER BY s.name LIMIT :limit
                        """)
                .bind("limit", SENDER_LIMIT)
                .map(InboxSender::sender)
                .list();
    }

    private static Sender sender(RowView row) {
        return new Sender(
                row.getColumn("name", String.class),
                row.getColumn("applied", Long.class),
                row.getColumn("waiting", Long.class),
                row.getColumn("oldest_at", Instant.class),
                row.getColumn("last_contact", Instant.class),
                new Sender.Letters(row.getColumn("not_yet", Long.class), row.getColumn("never", Long.class)),
                new Sender.Restores(
                        row.getColumn("behind", Long.class),
                        row.getColumn("resent_at", Instant.class),
                        row.getColumn("diverged_at", Instant.class),
                        row.getColumn("lost", Long.class)),
                List.of(row.getColumn("differing", String[].class)));
    }
}
