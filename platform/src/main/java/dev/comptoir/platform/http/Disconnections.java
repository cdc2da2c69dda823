package dev.comptoir.platform.http;

import dev.comptoir.platform.sql.Cancellation;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels the reads of clients that have disconnected, of GET requests only. Jetty does not read from a connection of HTTP/1.1
 * while it handles a request, so a disconnect is not reported; the connections of slow requests are checked periodically.
 */
final class Disconnections extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(Disconnections.class);

    private final Duration interval;
    private final Map<Cancellation, Connected> inFlight = new ConcurrentHashMap<>();
    private @Nullable Thread checks;

    /** @param interval between two checks; also the age from which a request is checked */
    Disconnections(Duration interval) {
        this.interval = interval;
    }

    /** @param since a value of {@link System#nanoTime} */
    private record Connected(EndPoint endPoint, long since) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!request.getMethod().equals("GET")) {
            return super.handle(request, response, callback);
        }
        Cancellation cancellation = new Cancellation();
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        inFlight.put(cancellation, new Connected(endPoint, request.getHeadersNanoTime()));
        try {
            return cancellation.run(() -> super.handle(request, response, callback));
        } finally {
            inFlight.remove(cancellation);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        checks = Thread.ofVirtual().name("disconnections").start(this::checkPeriodically);
    }

    @Override
    protected void doStop() throws Exception {
        if (checks != null) {
            checks.interrupt();
        }
        super.doStop();
    }

    private void checkPeriodically() {
        while (true) {
            try {
                Thread.sleep(interval);
                check();
            } catch (InterruptedException stopped) {
                return;
            } catch (IOException | RuntimeException failure) {
                LOG.warn("could not check whether clients have disconnected: {}", failure.toString());
            }
        }
    }

    private void check() throws IOException {
        long latest = System.nanoTime() - interval.toNanos();
        Map<SocketChannel, Cancellation> slow = new HashMap<>();
        inFlight.forEach((cancellation, client) -> {
            if (cancellation.isPossible()
                    && client.since - latest < 0
                    && client.endPoint instanceof SocketChannelEndPoint socket) {
                slow.put(socket.getChannel(), cancellation);
            }
        });
        if (slow.isEmpty()) {
            return;
        }
        Set<SocketChannel> ended = EndedConnections.among(slow.keySet());
        slow.forEach((connection, cancellation) -> {
            if (ended.contains(connection)) {
                cancellation.cancel();
            }
        });
    }
}
