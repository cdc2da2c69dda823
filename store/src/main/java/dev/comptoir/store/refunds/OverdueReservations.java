package dev.comptoir.store.refunds;

import dev.comptoir.platform.sql.Database;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Releases reservations that are not answered or not used, so that the store of the sale can refund it again. */
public final class OverdueReservations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverdueReservations.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Database database;
    private final Reservations reservations;
    private final Thread thread;

    private OverdueReservations(Database database, Reservations reservations) {
        this.database = database;
        this.reservations = reservations;
        this.thread = Thread.ofVirtual().name("overdue-reservations").start(this::run);
    }

    public static OverdueReservations start(Database database, Reservations reservations) {
        return new OverdueReservations(database, reservations);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                release();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("overdue reservations are no longer released");
        }
    }

    private void release() {
        try {
            database.write(transaction -> {
                reservations.releaseOverdue(transaction);
                return null;
            });
        } catch (RuntimeException failure) {
            LOG.warn("releasing overdue reservations failed and will be retried: {}", failure.toString());
        }
    }

    /** A release in progress ends. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
