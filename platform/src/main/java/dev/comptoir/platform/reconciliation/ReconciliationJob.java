package dev.comptoir.platform.reconciliation;

import dev.comptoir.platform.reconciliation.Reconciliation.Difference;
import dev.comptoir.platform.reconciliation.Reconciliation.Run;
import dev.comptoir.platform.reconciliation.Results.Before;
import dev.comptoir.platform.reconciliation.Results.Ended;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ReconciliationSettings;
import dev.comptoir.platform.sql.SqlFailures;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the rules of a service: shortly after the start, on a schedule, and on request. Of all instances one at a time runs, on
 * a connection outside the pool.
 */
public final class ReconciliationJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationJob.class);

    /** A start is busy enough without reading the books. */
    private static final Duration START_DELAY = Duration.ofMinutes(1);

    /** How soon a request at another instance, or a run that another instance left, is noticed. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(10);

    /**
     * How far an incremental run reads back before the watermark: the time of a row is that of its till, and it is visible only
     * when its transaction has ended. What arrives later is read by the next full run.
     */
    private static final Duration OVERLAP = Duration.ofHours(1);

    /** Together longer than another instance holds the lock without a run. */
    private static final int LOCK_ATTEMPTS = 10;

    private static final Duration LOCK_PAUSE = Duration.ofMillis(50);

    private static final int DIFFERENCES_LIMIT = 200;
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** For the response of the server, beyond the time limit of a rule. */
    private static final int RESPONSE_SECONDS = 30;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final DatabaseSettings database;
    private final ReconciliationSettings settings;
    private final List<Rule> rules;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("reconciliation").unstarted(this::run);
    private final long startNanos = System.nanoTime();
    private volatile @Nullable Connection current;
    private @Nullable Instant startedAt;

    /** @param rules in the order in which they are checked and listed */
    public ReconciliationJob(DatabaseSettings database, ReconciliationSettings settings, List<Rule> rules) {
        this.database = database;
        this.settings = settings;
        this.rules = List.copyOf(rules);
    }

    public void start() {
        thread.start();
    }

    ReconciliationSettings settings() {
        return settings;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Starts a requested run now, not at the next poll. */
    void wake() {
        wakeUps.release();
    }

    private void run() {
        boolean failed = false;
        try {
            while (true) {
                failed = !round(failed);
                if (wakeUps.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("reconciliation stopped");
        }
    }

    /** False after a failure, which is logged once. */
    private boolean round(boolean failedBefore) throws InterruptedException {
        try (Connection connection = connect();
                Handle sql = Jdbi.open(connection)) {
            current = connection;
            sql.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
            if (lock(sql)) {
                runOpenRuns(sql);
            }
            return true;
        } catch (SQLException | RuntimeException failure) {
            if (!failedBefore && !Thread.currentThread().isInterrupted()) {
                LOG.warn("reconciliation was interrupted, will retry", failure);
            }
            return false;
        } finally {
            current = null;
        }
    }

    private Connection connect() throws SQLException {
        long ruleSeconds = settings.ruleLimit().toSeconds();
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", "comptoir reconciliation");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("socketTimeout", Long.toString(ruleSeconds + RESPONSE_SECONDS));
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty(
                "options",
                "-c statement_timeout=%ds -c client_connection_check_interval=2s -c max_parallel_workers_per_gather=0"
                        .formatted(ruleSeconds));
        return DriverManager.getConnection(database.url(), properties);
    }

    /** For the session, so that a run needs no transaction of its own, and the lock ends with its connection. */
    private static boolean lock(Handle sql) throws InterruptedException {
        boolean locked = tryLock(sql);
        for (int attempt = 1; attempt < LOCK_ATTEMPTS && !locked; attempt++) {
            Thread.sleep(LOCK_PAUSE);
            locked = tryLock(sql);
        }
        return locked;
    }

    private static boolean tryLock(Handle sql) {
        return sql.createQuery("SELECT pg_try_advisory_lock(hashtextextended('comptoir reconciliation', 0))")
                .mapTo(Boolean.class)
                .one();
    }

    private void runOpenRuns(Handle sql) {
        if (startedAt == null) {
            startedAt = now(sql);
        }
        if (System.nanoTime() - startNanos > START_DELAY.toNanos()) {
            Runs.schedule(sql, startedAt, settings.interval());
        }
        Runs.giveUp(sql);
        for (Optional<Run> run = Runs.start(sql); run.isPresent(); run = Runs.start(sql)) {
            checkAll(sql, run.get());
        }
    }

    private static Instant now(Handle sql) {
        return sql.createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one();
    }

    private void checkAll(Handle sql, Run run) {
        for (Rule rule : rules) {
            check(sql, run, rule);
        }
        Results.retain(sql, rules);
        Runs.end(sql, run);
    }

    /** In full if an earlier check did not end, or found what may have been repaired since. */
    private void check(Handle sql, Run run, Rule rule) {
        Optional<Before> before = Results.before(sql, rule);
        boolean full = run.full()
                || rule.incremental() == Rule.Reading.ALL
                || !before.map(Before::clean).orElse(false);
        if (!full && rule.incremental() == Rule.Reading.NONE) {
            return;
        }
        Instant since = full ? Instant.EPOCH : before.orElseThrow().watermark().minus(OVERLAP);
        Instant startedAt = now(sql);
        long startNanos = System.nanoTime();
        List<Difference> found;
        try {
            found = differences(sql, rule, since);
        } catch (UnableToExecuteStatementException failure) {
            Results.recordFailure(sql, rule, millisecondsSince(startNanos), reason(failure));
            return;
        }
        Results.record(sql, rule, ended(full, startedAt, millisecondsSince(startNanos), found));
    }

    private static Ended ended(boolean full, Instant startedAt, long milliseconds, List<Difference> found) {
        boolean truncated = found.size() > DIFFERENCES_LIMIT;
        return new Ended(
                full, startedAt, milliseconds, truncated, truncated ? found.subList(0, DIFFERENCES_LIMIT) : found);
    }

    /** Open ones first; one more than are listed. */
    private static List<Difference> differences(Handle sql, Rule rule, Instant since) {
        return sql.createQuery("""
                        SELECT d.subject, coalesce(d.expected, '') AS expected, coalesce(d.found, '') AS found
                        FROM (%s) AS d (subject, expected, found)
                        LEFT JOIN reconciliation_settled s
                            ON (s.rule, s.subject, s.expected, s.found) = (:rule, d.subject, d.expected, d.found)
                        ORDER BY s.settled_at IS NOT NULL, d.subject LIMIT :limit
                        """.formatted(rule.differences()))
                .bind("rule", rule.name())
                .bind("since", since)
                .bind("limit", DIFFERENCES_LIMIT + 1)
                .map(row -> new Difference(
                        row.getColumn("subject", String.class),
                        row.getColumn("expected", String.class),
                        row.getColumn("found", String.class)))
                .list();
    }

    private static long millisecondsSince(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** Why a rule was not checked. */
    private String reason(UnableToExecuteStatementException failure) {
        return SqlFailures.isCancelled(failure)
                ? "time limit of " + settings.ruleLimit().toSeconds() + " s"
                : String.valueOf(failure.getMessage());
    }

    /** A run that is under way is cancelled; another instance starts it again. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            Connection running = current;
            if (running != null) {
                running.abort(Runnable::run);
            }
            thread.join(CLOSE_LIMIT);
        } catch (SQLException failure) {
            LOG.debug("the connection was closed already", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
