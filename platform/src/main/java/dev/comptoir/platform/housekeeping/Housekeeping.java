package dev.comptoir.platform.housekeeping;

import dev.comptoir.platform.sql.Database;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes, every hour, what is older than it is useful. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int AT_ONCE = 1_000;

    /**
     * Delivered events are kept for seven days: so far back can the database of a receiver be restored and be given
     * everything again. A client that repeats a request after thirty days is answered as if it were new.
     */
    private static final List<Rule> PLATFORM_RULES = List.of(
            new Rule("outbox_event", "delivered_at < clock_timestamp() - interval '7 days'"),
            new Rule("idempotent_answer", "created_at < clock_timestamp() - interval '30 days'"),
            new Rule("revocation", "forget_at < clock_timestamp()"));

    private final Database database;
    private final List<Rule> rules;
    private final Thread thread;

    /**
     * What may be forgotten.
     *
     * @param condition in SQL, on a column with an index
     */
    public record Rule(String table, String condition) {}

    private Housekeeping(Database database, List<Rule> more) {
        this.database = database;
        this.rules = java.util.stream.Stream.concat(PLATFORM_RULES.stream(), more.stream())
                .toList();
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    /** Starts with a first round; {@code more} are a service's own rules. */
    public static Housekeeping start(Database database, List<Rule> more) {
        Housekeeping housekeeping = new Housekeeping(database, more);
        housekeeping.thread.start();
        return housekeeping;
    }

    private void run() {
        try {
            while (true) {
                tidy();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            LOG.debug("housekeeping stopped");
        }
    }

    /** One round over all rules. */
    void tidy() throws InterruptedException {
        for (Rule rule : rules) {
            try {
                while (delete(rule) == AT_ONCE) {
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
                                + " LIMIT " + AT_ONCE + " FOR UPDATE SKIP LOCKED)")
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
