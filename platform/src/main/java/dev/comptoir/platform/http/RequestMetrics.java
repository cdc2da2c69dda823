package dev.comptoir.platform.http;

import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Metrics;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Counts and times every response exactly once: of an endpoint, an asset, the router, or the server that stops. It wraps
 * all other handlers, which record route and problem in the {@link RequestOutcome}. Event streams are not timed: they end
 * when the client disconnects.
 */
final class RequestMetrics extends Handler.Wrapper {
    static final String UNKNOWN_ROUTE = "unknown";
    static final String ASSET_ROUTE = "assets";

    /** A request that its bulkhead rejected. */
    private static final String IN_FLIGHT = "in-flight";

    private static final String NO_BULKHEAD = "";
    private static final String OTHER_METHOD = "_OTHER";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE");

    private final HistogramFamily durations;
    private final CounterFamily rejected;

    RequestMetrics(Metrics metrics) {
        this.durations = metrics.histogram(
                "http.server.request.duration",
                "Time from the request headers to the end of the response",
                Buckets.WAITING,
                "http.request.method",
                "http.route",
                "http.response.status_code",
                "error.type");
        this.rejected = metrics.counter(
                "comptoir.http.requests.rejected",
                "Requests rejected by a limit or while draining",
                "reason",
                "bulkhead");
        for (Bulkhead bulkhead : Bulkhead.values()) {
            rejected.add(0, IN_FLIGHT, bulkhead.word());
        }
        for (StreamRejection reason : StreamRejection.values()) {
            rejected.add(0, reason.word, NO_BULKHEAD);
        }
    }

    /** Why an event stream was rejected. */
    enum StreamRejection {
        STREAMS("streams"),
        DRAINING("draining");

        private final String word;

        StreamRejection(String word) {
            this.word = word;
        }
    }

    void rejected(Bulkhead bulkhead) {
        rejected.add(1, IN_FLIGHT, bulkhead.word());
    }

    void rejected(StreamRejection reason) {
        rejected.add(1, reason.word, NO_BULKHEAD);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestOutcome outcome = RequestOutcome.begin(request);
        Request.addCompletionListener(request, failure -> {
            if (!outcome.isStream()) {
                record(request, response.getStatus(), outcome.route(), outcome.error());
            }
        });
        return super.handle(request, response, callback);
    }

    /** Records the response to a request that never reaches {@link #handle}: a malformed or a rejected one. */
    void recordUnhandled(Request request, int status, String route, String error) {
        if (!RequestOutcome.isBegun(request)) {
            record(request, status, route, error);
        }
    }

    private void record(Request request, int status, String route, String error) {
        durations.record(
                Duration.ofNanos(System.nanoTime() - request.getHeadersNanoTime()),
                METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER_METHOD,
                route,
                Integer.toString(status),
                error);
    }
}
