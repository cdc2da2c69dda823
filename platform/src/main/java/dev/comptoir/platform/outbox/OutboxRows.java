package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of a relay. */
final class OutboxRows {
    /** Counting a longer queue at every batch would slow down its draining. */
    private static final int COUNT_LIMIT = 100_000;

    private OutboxRows() {}

    /** Whether this transaction is now the only one that relays to the destination. */
    static boolean lock(Transaction transaction, String destination) {
        return transaction
                .sql()
                .createQuery("SELECT pg_try_advisory_xact_lock(hashtextextended('outbox ' || :destination, 0))")
                .bind("destination", destination)
                .mapTo(Boolean.class)
                .one();
    }

    static List<Delivery.Sent> waiting(Transaction transaction, String destination) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT event_id, type, payload::text, trace_parent FROM outbox_event
                        WHERE destination = :destination AND delivered_at IS NULL AND parked_at IS NULL
                        ORDER BY id LIMIT :limit
                        """)
                .bind("destination", destination)
                .bind("limit", Delivery.BATCH_LIMIT)
                .map((row, context) -> new Delivery.Sent(
                        row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    /** The batch with what the receiver should know of its sender. */
    static Delivery deliveryOf(Transaction transaction, String destination, List<Delivery.Sent> batch) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT count(*) FILTER (WHERE parked_at IS NULL) AS waiting,
                               min(created_at) FILTER (WHERE parked_at IS NULL) AS oldest_at,
                               count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked
                        FROM ((SELECT created_at, parked_at FROM outbox_event
                               WHERE destination = :destination AND delivered_at IS NULL AND parked_at IS NULL
                               ORDER BY id LIMIT :limit)
                              UNION ALL
                              (SELECT created_at, parked_at FROM outbox_event
                               WHERE destination = :destination AND parked_at IS NOT NULL
                               ORDER BY id LIMIT :limit)) AS owed
                        """)
                .bind("destination", destination)
                .bind("limit", COUNT_LIMIT)
                .map((row, context) -> new Delivery(
                        row.getLong("waiting"), instant(row.getTimestamp("oldest_at")), row.getLong("parked"), batch))
                .one();
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    static void markDelivered(Transaction transaction, String destination, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        transaction
                .sql()
                .createUpdate("""
                        UPDATE outbox_event SET delivered_at = clock_timestamp()
                        WHERE destination = :destination AND delivered_at IS NULL AND event_id = ANY(:ids)
                        """)
                .bind("destination", destination)
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    static void park(Transaction transaction, String destination, List<Delivery.Rejected> rejected) {
        for (Delivery.Rejected event : rejected) {
            transaction
                    .sql()
                    .createUpdate("""
                            UPDATE outbox_event SET parked_at = clock_timestamp(), error = :error
                            WHERE destination = :destination AND delivered_at IS NULL AND event_id = :id
                            """)
                    .bind("error", event.error())
                    .bind("destination", destination)
                    .bind("id", event.id())
                    .execute();
        }
    }

    static void noteFailure(Transaction transaction, String destination, String failure) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO outbox_destination (name, last_failure, failure)
                        VALUES (:name, clock_timestamp(), left(:failure, 500))
                        ON CONFLICT (name) DO UPDATE
                        SET last_failure = excluded.last_failure, failure = excluded.failure
                        """)
                .bind("name", destination)
                .bind("failure", failure)
                .execute();
    }

    /**
     * Notes how many events the destination has applied. Fewer than it once said means that its database was restored
     * to an earlier moment: all kept events wait again, and those that it still knows change nothing there. More than
     * it once said, while nothing is under way, means that this database was.
     *
     * @return whether events wait again
     */
    static boolean noteContact(Transaction transaction, String destination, long applied, boolean idle) {
        long known = known(transaction, destination);
        boolean rewound = applied < known;
        if (rewound) {
            transaction
                    .sql()
                    .createUpdate("UPDATE outbox_event SET delivered_at = NULL"
                            + " WHERE destination = :destination AND delivered_at IS NOT NULL")
                    .bind("destination", destination)
                    .execute();
        }
        transaction
                .sql()
                .createUpdate("""
                        UPDATE outbox_destination
                        SET acknowledged = :applied, last_contact = clock_timestamp(), failure = NULL,
                            rewound_at = CASE WHEN :rewound THEN clock_timestamp() ELSE rewound_at END,
                            forgotten = forgotten + :forgotten
                        WHERE name = :name
                        """)
                .bind("applied", applied)
                .bind("rewound", rewound)
                .bind("forgotten", idle && known > 0 ? Math.max(0, applied - known) : 0)
                .bind("name", destination)
                .execute();
        return rewound;
    }

    private static long known(Transaction transaction, String destination) {
        transaction
                .sql()
                .createUpdate("INSERT INTO outbox_destination (name) VALUES (:name) ON CONFLICT DO NOTHING")
                .bind("name", destination)
                .execute();
        return transaction
                .sql()
                .createQuery("SELECT acknowledged FROM outbox_destination WHERE name = :name")
                .bind("name", destination)
                .mapTo(Long.class)
                .one();
    }
}
