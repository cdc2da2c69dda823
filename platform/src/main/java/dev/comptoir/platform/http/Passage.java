package dev.comptoir.platform.http;

import io.javalin.http.Context;
import org.eclipse.jetty.server.Request;

/** What a request turned out to be, noted on its way for those who count and trace. */
final class Passage {
    private static final String KEY = Passage.class.getName();

    private volatile String route = AnswerMetrics.UNKNOWN_ROUTE;
    private volatile String error = "";
    private volatile boolean stream;

    private Passage() {}

    static Passage begin(Request request) {
        Passage passage = new Passage();
        request.setAttribute(KEY, passage);
        return passage;
    }

    static boolean isBegun(Request request) {
        return request.getAttribute(KEY) != null;
    }

    /** The passage of a request; one that nobody looks at when nothing is counted. */
    static Passage of(Context context) {
        return context.req().getAttribute(KEY) instanceof Passage passage ? passage : new Passage();
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
