package dev.comptoir.platform.housekeeping;

import dev.comptoir.platform.housekeeping.Retention.Bounded;
import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.housekeeping.Retention.Kept;
import java.util.List;

/** The retention of the tables that every service has. */
public final class PlatformTables {
    /** The lowest UUID of version 7 that was made 30 days ago; its first 48 bits are milliseconds since 1970 (RFC 9562). */
    private static final String UUID_30_DAYS_AGO = """
            (lpad(to_hex((extract(epoch FROM now() - interval '30 days') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid""";

    /**
     * Delivered events are stored for seven days: a receiver whose database is restored to a moment within them gets everything
     * again. After thirty days, a retry with an old idempotency key counts as a new request.
     */
    public static final List<Retention> RETENTIONS = List.of(
            new Deleted("outbox_event", "7 days after delivery", "delivered_at < now() - interval '7 days'"),
            new Bounded("outbox_destination", "one row per peer"),
            new Deleted("inbox_event", "30 days after the event", "event_id < " + UUID_30_DAYS_AGO),
            new Bounded("inbox_sender", "one row per peer"),
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
