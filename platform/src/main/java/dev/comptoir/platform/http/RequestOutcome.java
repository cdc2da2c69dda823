package dev.comptoir.platform.http;

import io.javalin.http.Context;
import org.eclipse.jetty.server.Request;

/** What a request turned out to be, noted on its way for those who count and trace. */
final class RequestOutcome {
    private static final String KEY = RequestOutcome.class.getName();

    private volatile String route = RequestMetrics.UNKNOWN_ROUTE;
    private volatile String error = "";
    private volatile boolean stream;

    private RequestOutcome() {}

    static RequestOutcome begin(Request request) {
        RequestOutcome passage = new RequestOutcome();
        request.setAttribute(KEY, passage);
        return passage;
    }

    static boolean isBegun(Request request) {
        return request.getAttribute(KEY) != null;
    }

    /** The passage of a request; one that nobody looks at when nothing is counted. */
    static RequestOutcome of(Context context) {
        return context.req().getAttribute(KEY) instanceof RequestOutcome passage ? passage : new RequestOutcome();
    }

    /** @param template the endpoint's path with its parameters' names, and not their values */
    void take(String template) {
        route = template;
    }

    /** @param word of the problem that it is answered with */
    void fail(String word) {
        error = word;
    }

    /** Its answer is a stream of events. */
    void flow() {
        stream = true;
    }

    String route() {
        return route;
    }

    /** Empty when nothing went wrong. */
    String error() {
        return error;
    }

    boolean isStream() {
        return stream;
    }
}
