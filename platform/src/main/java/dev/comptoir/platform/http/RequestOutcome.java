package dev.comptoir.platform.http;

import io.javalin.http.Context;
import org.eclipse.jetty.server.Request;

/** The route and the problem of a request, set by its handler for metrics. */
final class RequestOutcome {
    private static final String KEY = RequestOutcome.class.getName();

    private volatile String route = RequestMetrics.UNKNOWN_ROUTE;
    private volatile String error = "";
    private volatile boolean stream;

    private RequestOutcome() {}

    static RequestOutcome begin(Request request) {
        RequestOutcome outcome = new RequestOutcome();
        request.setAttribute(KEY, outcome);
        return outcome;
    }

    static boolean isBegun(Request request) {
        return request.getAttribute(KEY) != null;
    }

    /** The outcome of a request; a new one that is never read when metrics are off. */
    static RequestOutcome of(Context context) {
        return context.req().getAttribute(KEY) instanceof RequestOutcome outcome ? outcome : new RequestOutcome();
    }

    /** @param template the endpoint's path with the names of its parameters, not their values */
    void setRoute(String template) {
        route = template;
    }

    /** @param word of the problem in the response */
    void setError(String word) {
        error = word;
    }

    /** The response is a stream of events. */
    void setStream() {
        stream = true;
    }

    String route() {
        return route;
    }

    /** Empty without a problem. */
    String error() {
        return error;
    }

    boolean isStream() {
        return stream;
    }
}
