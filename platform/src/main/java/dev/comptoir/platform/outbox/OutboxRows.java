package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The SQL of a relay. */
final class OutboxRows {
    /** To count a longer backlog with every batch would slow down its delivery. */
    private static final int COUNT_LIMIT = 100_000;

    private OutboxRows() {}

    /** Whether this transaction got the lock of the relays to the destination. */
    static boolean lock(Transaction transaction, String destination) {
        return transaction
                .query("SELECT pg_try_advisory_xact_lock(hashtextextended('outbox ' || :destination, 0))")
                .bind("destination", destination)
                .mapTo(Boolean.class)
                .one();
    }

    static List<Delivery.Sent> nextBatch(Transaction transaction, String destination) {
        return transaction
                .query("""
                        SELECT event_id, type, payload::text AS payload, trace_parent FROM outbox_event
                        WHERE destination = :destination AND delivered_at IS NULL AND parked_at IS NULL
                        ORDER BY id LIMIT :limit
                        """)
                .bind("destination", destination)
                .bind("limit", Delivery.BATCH_LIMIT)
                .map(row -> new Delivery.Sent(
                        row.getColumn("event_id", UUID.class),
                        row.getColumn("type", String.class),
                        row.getColumn("payload", String.class),
                        row.getColumn("trace_parent", String.class)))
                .list();
    }

    /** The batch with the sender's figures for the receiver. */
    static Delivery deliveryOf(Transaction transaction, String destination, List<Delivery.Sent> batch) {
        return transaction
                .query("""
                        SELECT count(*) FILTER (WHERE parked_at IS NULL) AS backlog,
                               min(created_at) FILTER (WHERE parked_at IS NULL) AS oldest_at,
                               count(*) FILTER (WHERE parked_at IS NOT NULL) AS dead_letters
                        FROM ((SELECT created_at, parked_at FROM outbox_event
                               WHERE destination = :destination AND delivered_at IS NULL AND parked_at IS NULL
                               ORDER BY id LIMIT :limit)
                              UNION ALL
                              (SELECT created_at, parked_at FROM outbox_event
                               WHERE destination = :destination AND parked_at IS NOT NULL
                               ORDER BY id LIMIT :limit)) AS event
                        """)
                .bind("destination", destination)
                .bind("limit", COUNT_LIMIT)
                .map(row -> new Delivery(
                        row.getColumn("backlog", Long.class),
                        row.getColumn("oldest_at", Instant.class),
                        row.getColumn("dead_letters", Long.class),
                        batch))
                .one();
    }

    static void markDelivered(Transaction transaction, String destination, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        transaction
                .update("""
                        UPDATE outbox_event SET delivered_at = clock_timestamp()
                        WHERE destination = :destination AND delivered_at IS NULL AND event_id = ANY(:ids)
                        """)
                .bind("destination", destination)
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    static void markDeadLetters(Transaction transaction, String destination, List<Delivery.Rejected> rejected) {
        for (Delivery.Rejected event : rejected) {
            transaction
                    .update("""
                            UPDATE outbox_event SET parked_at = clock_timestamp(), error = :error
                            WHERE destination = :destination AND delivered_at IS NULL AND event_id = :id
                            """)
                    .bind("error", event.error())
                    .bind("destination", destination)
                    .bind("id", event.id())
                    .execute();
        }
    }

    static void recordFailure(Transaction transaction, String destination, String failure) {
        transaction
                .update("""
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
     * Records how many events the destination has applied. Fewer than before means that its database was restored to an
     * earlier moment: all stored events are sent again, and the ones that it still has change nothing there. More than
     * before, with nothing in flight, means that this database was restored.
     *
     * @return whether events are sent again
     */
    static boolean recordContact(Transaction transaction, String destination, long applied, boolean idle) {
        long acknowledged = acknowledged(transaction, destination);
        boolean rewound = applied < acknowledged;
        if (rewound) {
            transaction
                    .update("UPDATE outbox_event SET delivered_at = NULL"
                            + " WHERE destination = :destination AND delivered_at IS NOT NULL")
                    .bind("destination", destination)
                    .execute();
        }
        transaction
                .update("""
                        UPDATE outbox_destination
                        SET acknowledged = :applied, last_contact = clock_timestamp(), failure = NULL,
                            rewound_at = CASE WHEN :rewound THEN clock_timestamp() ELSE rewound_at END,
                            forgotten = forgotten + :forgotten
                        WHERE name = :name
                        """)
                .bind("applied", applied)
                .bind("rewound", rewound)
                .bind("forgotten", idle && acknowledged > 0 ? Math.max(0, applied - acknowledged) : 0)
                .bind("name", destination)
                .execute();
        return rewound;
    }

    private static long acknowledged(Transaction transaction, String destination) {
        transaction
                .update("INSERT INTO outbox_destination (name) VALUES (:name) ON CONFLICT DO NOTHING")
                .bind("name", destination)
                .execute();
        return transaction
                .query("SELECT acknowledged FROM outbox_destination WHERE name = :name")
                .bind("name", destination)
                .mapTo(Long.class)
                .one();
    }
}
