package dev.comptoir.platform.housekeeping;

import dev.comptoir.platform.sql.Database;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes outdated rows every hour. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int BATCH = 1_000;

    /**
     * Delivered events are kept for seven days: a receiver whose database is restored to a moment within them gets everything
     * again. After thirty days, a retry with an old idempotency key counts as a new request.
     */
    private static final List<Rule> PLATFORM_RULES = List.of(
            new Rule("outbox_event", "delivered_at < clock_timestamp() - interval '7 days'"),
            new Rule("idempotent_answer", "created_at < clock_timestamp() - interval '30 days'"),
            new Rule("revocation", "forget_at < clock_timestamp()"));

    private final Database database;
    private final List<Rule> rules;
    private final Thread thread;

    /**
     * Rows to delete.
     *
     * @param condition in SQL, on an indexed column
     */
    public record Rule(String table, String condition) {}

    private Housekeeping(Database database, List<Rule> more) {
        this.database = database;
        this.rules = java.util.stream.Stream.concat(PLATFORM_RULES.stream(), more.stream())
                .toList();
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    /** Starts with a first round; {@code more} are the service's own rules. */
    public static Housekeeping start(Database database, List<Rule> more) {
        Housekeeping housekeeping = new Housekeeping(database, more);
        housekeeping.thread.start();
        return housekeeping;
    }

    private void run() {
        try {
            while (true) {
                deleteOutdated();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            LOG.debug("housekeeping stopped");
        }
    }

    /** One round over all rules. */
    void deleteOutdated() throws InterruptedException {
        for (Rule rule : rules) {
            try {
                while (delete(rule) == BATCH) {
                    Thread.sleep(10);
                }
            } catch (RuntimeException failure) {
                LOG.warn("could not clean up table {}, will retry", rule.table(), failure);
            }
        }
    }

    private int delete(Rule rule) {
        return database.statement(sql -> sql.createUpdate(
                        "DELETE FROM %1$s WHERE ctid IN (SELECT ctid FROM %1$s WHERE %2$s"
                                        .formatted(rule.table(), rule.condition())
                                + " LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED)")
                .execute());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
