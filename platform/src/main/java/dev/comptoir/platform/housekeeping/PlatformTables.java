package dev.comptoir.platform.housekeeping;

import dev.comptoir.platform.housekeeping.Retention.Bounded;
import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.housekeeping.Retention.Kept;
import java.util.List;

/** The retention of the tables that every service has. */
public final class PlatformTables {
    /** The lowest UUID of version 7 that was made 30 days ago; its first 48 bits are milliseconds since 1970 (RFC 9562). */
    private static final String UUID_30_DAYS_AGO = """
        (lpad(to_hex((extract(epoch FROM now() - interval '30 days') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid\
        """;

    private static final int OLDEST = 1_000;

    /** The newest delivered event of each log is kept: a receiver compares it with its own position. */
    private static final String DELIVERED_7_DAYS_AGO = """
        id IN (SELECT old.id FROM outbox_destination d,
                   LATERAL (SELECT id, created_at FROM outbox_log l
                            WHERE l.destination = d.name AND l.position < d.confirmed
                            ORDER BY l.position LIMIT %1$d) AS old
               WHERE old.created_at < now() - interval '7 days'
               UNION ALL
               (SELECT id FROM outbox_log WHERE delivered_at < now() - interval '7 days' LIMIT %1$d))\
        """.formatted(OLDEST);

    /**
     * Delivered events are stored for seven days: a receiver whose database is restored to a moment within them gets everything
     * again. After thirty days, a retry with an old idempotency key counts as a new request.
     */
    public static final List<Retention> RETENTIONS = List.of(
            new Deleted("outbox_log", "7 days after it was written, once it is delivered", DELIVERED_7_DAYS_AGO),
            new Bounded("outbox_event", "no rows: a trigger moves them into outbox_log"),
            new Bounded("outbox_destination", "one row per peer"),
            new Deleted("inbox_event_id", "30 days after the event", "event_id < " + UUID_30_DAYS_AGO),
            new Bounded("inbox_event", "no rows: a trigger refuses them"),
            new Bounded("inbox_sender", "one row per peer"),
            new Bounded("inbox_gap", "one row per re-send of more than 5,000 events, until it is complete"),
            new Bounded("database_incarnation", "one row"),
            new Bounded("dead_letter", "until the events it waits for arrive, or somebody settles it"),
            new Kept("dead_letter_settlement", "decisions of people"),
            new Deleted("idempotent_answer", "30 days after the request", "created_at < now() - interval '30 days'"),
            new Deleted("revocation", "when the revoked tokens have expired", "forget_at < now()"),
            new Bounded("signing_key", "one row, and one more per rotation"),
            new Bounded("topic_change", "64 rows per cache tag"),
            new Deleted("reconciliation_run", "90 days after its end", "ended_at < now() - interval '90 days'"),
            new Bounded("reconciliation_check", "one row per rule"),
            new Bounded("reconciliation_difference", "200 rows per rule, and settled ones"),
            new Kept("reconciliation_settled", "the proof of who explained a difference, and why"),
            new Bounded("platform_schema_history", "one row per migration"),
            new Bounded("schema_history", "one row per migration"));

    private PlatformTables() {}
}
