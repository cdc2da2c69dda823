package dev.comptoir.platform.housekeeping;

import dev.comptoir.platform.housekeeping.Retention.Deleted;
import dev.comptoir.platform.sql.Database;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes outdated rows every hour. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final int BATCH = 1_000;
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(10);

    private final Database database;
    private final List<Deleted> outdated;
    private final Thread thread;

    private Housekeeping(Database database, List<Retention> retentions) {
        this.database = database;
        this.outdated = Stream.concat(PlatformTables.RETENTIONS.stream(), retentions.stream())
                .filter(Deleted.class::isInstance)
                .map(Deleted.class::cast)
                .toList();
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    /** Starts with a first round; {@code retentions} are those of the service's own tables. */
    public static Housekeeping start(Database database, List<Retention> retentions) {
        Housekeeping housekeeping = new Housekeeping(database, retentions);
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

    private void deleteOutdated() throws InterruptedException {
        for (Deleted rows : outdated) {
            try {
                while (database.statement(sql -> sql.execute(rows.deletion(BATCH))) == BATCH) {
                    Thread.sleep(BETWEEN_BATCHES);
                }
            } catch (RuntimeException failure) {
                LOG.warn("could not clean up table {}, will retry", rows.table(), failure);
            }
        }
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
