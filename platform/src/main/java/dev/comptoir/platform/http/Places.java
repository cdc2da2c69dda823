package dev.comptoir.platform.http;

import dev.comptoir.platform.settings.ServiceSettings;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The places of a bulkhead. Each request takes one. Those that need the database also wait, for a short time and in a bounded
 * number, until few enough others of the bulkhead use it. Cached responses do not need it.
 */
final class Places {
    /** Shorter than the time that a caller waits for a connection of the pool. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** Fewer than passwords may wait to be checked: approvals and new passwords need room, too. */
    private static final int LOGINS = 16;

    private static final int PROBES = 16;
    private static final int WAITING_REPORTS = 16;

    /** Documents and e-mails are made two at once; the others of each wait. */
    private static final int DOCUMENTS = 16;

    private static final int EMAILS = 8;
    private static final int AT_ONCE = 2;

    private final int limit;
    private final Semaphore free;
    private final Semaphore connections;
    private final Semaphore waiting;

    private Places(int limit, int connections, int waiting) {
        this.limit = limit;
        this.free = new Semaphore(limit);
        this.connections = new Semaphore(connections, true);
        this.waiting = new Semaphore(waiting);
    }

    /** Of a pool of at least six, a quarter is left to changes and logins. */
    static Places of(Bulkhead bulkhead, ServiceSettings settings) {
        int inFlight = settings.http().inFlight();
        int pool = settings.database().pool();
        int fraction = Math.max(1, inFlight / 4);
        int anonymous = Math.max(1, pool / 16);
        return switch (bulkhead) {
            case WRITES -> new Places(inFlight, inFlight, 0);
            case READS -> new Places(inFlight, Math.max(1, pool * 3 / 8 - anonymous), inFlight);
            case ANONYMOUS -> new Places(fraction, anonymous, fraction);
            case LOGINS -> new Places(LOGINS, LOGINS, 0);
            case REPORTS -> new Places(fraction, Math.max(1, pool / 4), WAITING_REPORTS);
            case DOCUMENTS -> new Places(DOCUMENTS, AT_ONCE, DOCUMENTS);
            case EMAILS -> new Places(EMAILS, AT_ONCE, EMAILS);
            case DELIVERIES -> new Places(fraction, Math.max(1, pool / 8), fraction);
            case PROBES -> new Places(PROBES, PROBES, 0);
        };
    }

    /** The maximum number of requests. */
    int limit() {
        return limit;
    }

    int taken() {
        return limit - free.availablePermits();
    }

    boolean isFull() {
        return free.availablePermits() == 0;
    }

    /** Takes a place unless all are taken; {@link #leave} gives it back. */
    boolean enter() {
        return free.tryAcquire();
    }

    void leave() {
        free.release();
    }

    /**
     * Does work that needs the database.
     *
     * @throws Refused when too many others wait or wait too long
     */
    <T> T useDatabase(Supplier<T> work) {
        if (!connections.tryAcquire() && !awaitConnection()) {
            throw new Refused(ProblemType.TOO_MANY_REQUESTS, "too many requests of this kind use the database");
        }
        try {
            return work.get();
        } finally {
            connections.release();
        }
    }

    private boolean awaitConnection() {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            return connections.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }
}
