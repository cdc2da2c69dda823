package dev.comptoir.platform.live;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest activities of a service, in its table {@code activity}. A row is read only when no open transaction can still
 * write an earlier one: rows are ordered by transaction and id, and read below the oldest transaction in progress (PostgreSQL,
 * "System Information Functions", pg_snapshot_xmin). So a reader that continues after the last row it read misses none.
 */
public final class Activities implements AutoCloseable {
    /** For a hot path that adds within its own statement; {@link #wake} follows its commit. */
    public static final String ADD = "INSERT INTO activity (kind, payload) ";

    private static final Logger LOG = LoggerFactory.getLogger(Activities.class);
    private static final int BATCH = 200;

    /** The interval of queries for activities of other instances. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Database database;
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicInteger listeners = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread poller;
    private Position newest;
    private volatile boolean closed;

    public Activities(Database database) {
        this.database = database;
        this.newest = newestVisible();
        this.poller = Thread.ofVirtual().name("activities").start(this::poll);
    }

    /** A place in the stream. */
    public record Position(long transaction, long id) implements Comparable<Position> {
        static @Nullable Position parse(String text) {
            String[] parts = text.split("-", -1);
            return parts.length == 2 && parts[0].matches("[0-9]{1,18}") && parts[1].matches("[0-9]{1,18}")
                    ? new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
                    : null;
        }

        @Override
        public int compareTo(Position other) {
            int byTransaction = Long.compare(transaction, other.transaction);
            return byTransaction != 0 ? byTransaction : Long.compare(id, other.id);
        }

        @Override
        public String toString() {
            return transaction + "-" + id;
        }
    }

    /** @param payload JSON */
    record Activity(Position position, String kind, String payload) {}

    /** Adds an activity in the transaction of its cause. */
    public void add(Transaction transaction, String kind, Object payload) {
        addAll(transaction, kind, List.of(payload));
    }

    /** Adds several activities of one kind. */
    public void addAll(Transaction transaction, String kind, List<?> payloads) {
        if (payloads.isEmpty()) {
            return;
        }
        transaction
                .update(ADD + """
                        SELECT :kind, payload FROM jsonb_array_elements(cast(:payloads AS jsonb)) AS payload
                        """)
                .bind("kind", kind)
                .bind("payloads", Json.text(payloads))
                .execute();
        transaction.afterCommit(this::wake);
    }

    /** Reads what was committed for the listeners of this instance. */
    public void wake() {
        if (listeners.get() > 0) {
            wakeUps.release();
        }
    }

    private Position newestVisible() {
        return database.read(sql -> sql.createQuery("""
                        SELECT transaction::text::bigint, id FROM activity
                        WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())
                        ORDER BY transaction DESC, id DESC LIMIT 1
                        """)
                .map((row, context) -> new Position(row.getLong(1), row.getLong(2)))
                .findOne()
                .orElse(new Position(0, 0)));
    }

    private void poll() {
        while (!closed) {
            try {
                wakeUps.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
                if (listeners.get() > 0) {
                    announce(newestVisible());
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                LOG.warn("could not read recent activity: {}", failure.toString());
            }
        }
    }

    private void announce(Position position) {
        lock.lock();
        try {
            newest = position;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Must be called before {@link #await}, and {@link #leave} after the last call of it. */
    void join() {
        listeners.incrementAndGet();
    }

    void leave() {
        listeners.decrementAndGet();
    }

    /** The start of a new stream. */
    Position now() {
        return newestVisible();
    }

    /** Waits up to the limit until there may be activities after a position. */
    void await(Position after, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (newest.compareTo(after) <= 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The activities after a position, oldest first, at most {@value #BATCH}. */
    List<Activity> after(Position position) {
        return database.read(sql -> sql.createQuery("""
                        SELECT transaction::text::bigint AS transaction, id, kind, payload FROM activity
                        WHERE (transaction, id) > (cast(cast(:transaction AS text) AS xid8), :id)
                          AND transaction < pg_snapshot_xmin(pg_current_snapshot())
                        ORDER BY transaction, id LIMIT :limit
                        """)
                .bind("transaction", Long.toString(position.transaction()))
                .bind("id", position.id())
                .bind("limit", BATCH)
                .map(row -> new Activity(
                        new Position(row.getColumn("transaction", Long.class), row.getColumn("id", Long.class)),
                        row.getColumn("kind", String.class),
                        row.getColumn("payload", String.class)))
                .list());
    }

    @Override
    public void close() {
        closed = true;
        poller.interrupt();
        announce(new Position(Long.MAX_VALUE, 0));
    }
}
