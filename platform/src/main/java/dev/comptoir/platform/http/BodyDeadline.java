package dev.comptoir.platform.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends the reading of a body that arrives too slowly: after {@link #GRACE}, {@link #BYTES_PER_SECOND} on average. Jetty's
 * MinimumDataRateHandler does not notice a client that stops sending.
 */
final class BodyDeadline {
    static final Duration GRACE = Duration.ofSeconds(5);

    /** 128 kbit/s. The largest body from anyone, 64 KiB, may so take 9 s. */
    static final int BYTES_PER_SECOND = 16 * 1024;

    private final Context context;
    private final long begin = System.nanoTime();
    private volatile int received;
    private volatile boolean cancelled;
    private volatile boolean exceeded;
    private volatile Scheduler.@Nullable Task check;

    BodyDeadline(Context context) {
        this.context = context;
    }

    /** To be called before the first read that waits for the client; most bodies arrive with their headers. */
    void start() {
        if (check == null) {
            Request request = ServletContextRequest.getServletContextRequest(context.req());
            schedule(request, GRACE.toMillis());
        }
    }

    private void schedule(Request request, long milliseconds) {
        check = request.getComponents()
                .getScheduler()
                .schedule(() -> check(request), milliseconds, TimeUnit.MILLISECONDS);
    }

    private void check(Request request) {
        if (cancelled) {
            return;
        }
        long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        long allowed = GRACE.toMillis() + received * 1_000L / BYTES_PER_SECOND;
        if (elapsed < allowed) {
            schedule(request, allowed - elapsed);
        } else {
            exceeded = true;
            request.fail(new TimeoutException("the body arrived too slowly"));
        }
    }

    /** @param bytes all so far */
    void received(int bytes) {
        received = bytes;
    }

    boolean isExceeded() {
        return exceeded;
    }

    void cancel() {
        cancelled = true;
        Scheduler.Task pending = check;
        if (pending != null) {
            pending.cancel();
        }
    }
}
