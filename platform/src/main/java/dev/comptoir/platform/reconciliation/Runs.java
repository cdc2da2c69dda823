package dev.comptoir.platform.reconciliation;

import dev.comptoir.platform.reconciliation.Reconciliation.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowViewMapper;

/** The runs: at most one is open, which is requested or under way. */
final class Runs {
    /** How often all rows are read. */
    private static final Duration FULL_INTERVAL = Duration.ofDays(1);

    /** An interrupted run starts again, for an instance may end at any time; but not for ever. */
    private static final int ATTEMPTS_LIMIT = 3;

    private static final String COLUMNS = """
            id, full_run, requested_by, requested_at, started_at, ended_at,
            (extract(epoch FROM ended_at - started_at) * 1000)::bigint AS milliseconds
            """;

    private static final RowViewMapper<Run> RUN = row -> new Run(
            row.getColumn("id", Long.class),
            row.getColumn("full_run", Boolean.class),
            row.getColumn("requested_by", String.class),
            row.getColumn("requested_at", Instant.class),
            row.getColumn("started_at", Instant.class),
            row.getColumn("ended_at", Instant.class),
            row.getColumn("milliseconds", Long.class));

    private Runs() {}

    static Optional<Run> last(Handle sql) {
        return sql.createQuery(
                        "SELECT " + COLUMNS
                                + " FROM reconciliation_run WHERE ended_at IS NOT NULL AND NOT failed ORDER BY ended_at DESC LIMIT 1")
                .map(RUN)
                .findOne();
    }

    static Optional<Run> open(Handle sql) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM reconciliation_run WHERE ended_at IS NULL LIMIT 1")
                .map(RUN)
                .findOne();
    }

    /** Requests a full run, unless a run is open. */
    static void request(Handle sql, String by) {
        sql.createUpdate("""
                        INSERT INTO reconciliation_run (full_run, requested_by) VALUES (true, :by) ON CONFLICT DO NOTHING
                        """).bind("by", by).execute();
    }

    /**
     * Opens a run on the schedule, if one is due and none is open.
     *
     * @param since the start of this instance: a run is due if none started since, or none for the interval
     */
    static void schedule(Handle sql, Instant since, Duration interval) {
        sql.createUpdate("""
                        INSERT INTO reconciliation_run (full_run)
                        SELECT NOT EXISTS (SELECT FROM reconciliation_run
                                           WHERE full_run AND started_at > clock_timestamp() - :fullSeconds * interval '1 second')
                        WHERE NOT EXISTS (SELECT FROM reconciliation_run
                                          WHERE started_at > greatest(:since,
                                                clock_timestamp() - :seconds * interval '1 second'))
                        ON CONFLICT DO NOTHING
                        """)
                .bind("fullSeconds", FULL_INTERVAL.toSeconds())
                .bind("since", since)
                .bind("seconds", interval.toSeconds())
                .execute();
    }

    /** Ends the open run without a result, if it was interrupted too often. */
    static void giveUp(Handle sql) {
        sql.createUpdate("""
                        UPDATE reconciliation_run SET ended_at = clock_timestamp(), failed = true
                        WHERE ended_at IS NULL AND attempts >= :limit
                        """).bind("limit", ATTEMPTS_LIMIT).execute();
    }

    /** Starts the open run, or starts it again if the instance that ran it has ended. */
    static Optional<Run> start(Handle sql) {
        return sql.createQuery("UPDATE reconciliation_run SET started_at = clock_timestamp(), attempts = attempts + 1"
                        + " WHERE ended_at IS NULL RETURNING " + COLUMNS)
                .map(RUN)
                .findOne();
    }

    static void end(Handle sql, Run run) {
        sql.createUpdate("UPDATE reconciliation_run SET ended_at = clock_timestamp() WHERE id = :id")
                .bind("id", run.number())
                .execute();
    }
}
