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
 * What happened lately, in the service's table {@code activity}. Rows are read once no transaction that may still write an earlier one is under way: in the order
 * of transaction and id, below the oldest transaction in progress (PostgreSQL, "System Information Functions",
 * pg_snapshot_xmin). So a reader that goes on after the last row it saw misses none.
 */
public final class Activities implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Activities.class);
    private static final int BATCH = 200;

    /** How soon what another instance wrote is seen. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Database database;
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicInteger watchers = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
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
        static @Nullable Position read(String text) {
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

    /** Writes that something happened, in the transaction in which it happened. */
    public void add(Transaction transaction, String kind, Object payload) {
        addAll(transaction, kind, List.of(payload));
    }

    /** Writes that several things of one kind happened. */
    public void addAll(Transaction transaction, String kind, List<?> payloads) {
        if (payloads.isEmpty()) {
            return;
        }
        transaction
                .update("""
                        INSERT INTO activity (kind, payload)
                        SELECT :kind, payload FROM jsonb_array_elements(cast(:payloads AS jsonb)) AS payload
                        """)
                .bind("kind", kind)
                .bind("payloads", Json.text(payloads))
                .execute();
        transaction.afterCommit(wakeUps::release);
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
                if (watchers.get() > 0) {
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
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Must be called before {@link #await}, and {@link #leave} after the last one. */
    void join() {
        watchers.incrementAndGet();
    }

    void leave() {
        watchers.decrementAndGet();
    }

    /** Where a stream begins that goes on from nothing. */
    Position now() {
        return newestVisible();
    }

    /** Waits until there may be something after a position, at most so long. */
    void await(Position after, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (newest.compareTo(after) <= 0 && left > 0) {
                left = news.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What can be seen after a position, oldest first, at most {@value #BATCH}. */
    List<Activity> after(Position position) {
        return database.read(sql -> sql.createQuery("""
                        SELECT transaction::text::bigint, id, kind, payload FROM activity
                        WHERE (transaction, id) > (cast(cast(:transaction AS text) AS xid8), :id)
                          AND transaction < pg_snapshot_xmin(pg_current_snapshot())
                        ORDER BY transaction, id LIMIT :limit
                        """)
                .bind("transaction", Long.toString(position.transaction()))
                .bind("id", position.id())
                .bind("limit", BATCH)
                .map((row, context) ->
                        new Activity(new Position(row.getLong(1), row.getLong(2)), row.getString(3), row.getString(4)))
                .list());
    }

    @Override
    public void close() {
        closed = true;
        poller.interrupt();
        announce(new Position(Long.MAX_VALUE, 0));
    }
}
