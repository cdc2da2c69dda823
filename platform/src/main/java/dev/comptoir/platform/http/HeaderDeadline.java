package dev.comptoir.platform.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client has begun a request and does not complete its headers in time. Jetty has an idle timeout
 * only, which each byte extends, so a client that sends a byte from time to time would hold a connection for good.
 */
final class HeaderDeadline extends AbstractLifeCycle {
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int CHECKS_PER_LIMIT = 10;

    private final ServerConnector connector;
    private final Duration limit;
    private Map<EndPoint, Progress> receiving = new HashMap<>();
    private Scheduler.@Nullable Task next;

    HeaderDeadline(ServerConnector connector, Duration limit) {
        this.connector = connector;
        this.limit = limit;
    }

    /**
     * Headers that are being received.
     *
     * @param request how many requests came before on this connection
     * @param since when a check first saw them, a value of {@link System#nanoTime}
     */
    private record Progress(long request, long since) {}

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task pending = next;
        if (pending != null) {
            pending.cancel();
        }
    }

    private void schedule() {
        next = connector
                .getScheduler()
                .schedule(this::check, limit.toMillis() / CHECKS_PER_LIMIT, TimeUnit.MILLISECONDS);
    }

    private void check() {
        Map<EndPoint, Progress> seen = new HashMap<>();
        for (EndPoint client : connector.getConnectedEndPoints()) {
            if (client.getConnection() instanceof HttpConnection connection && isReceiving(connection.getParser())) {
                Progress progress = progress(receiving.get(client), connection.getMessagesIn());
                seen.put(client, progress);
                if (System.nanoTime() - progress.since >= limit.toNanos()) {
                    client.close(new TimeoutException("the headers arrived too slowly"));
                }
            }
        }
        receiving = seen;
        if (isRunning()) {
            schedule();
        }
    }

    /** The parser's time is 0 until the first byte; it also skips line ends before a request. */
    private static boolean isReceiving(HttpParser parser) {
        return parser.inHeaderState() && parser.getBeginNanoTime() != 0;
    }

    private static Progress progress(@Nullable Progress last, long request) {
        return last != null && last.request == request ? last : new Progress(request, System.nanoTime());
    }
}
