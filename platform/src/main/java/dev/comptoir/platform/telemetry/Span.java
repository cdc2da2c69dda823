package dev.comptoir.platform.telemetry;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A piece of work in a trace. One that is never closed, because the work was for nothing, is never told. */
public final class Span implements AutoCloseable {
    static final Span NONE = new Span(io.opentelemetry.api.trace.Span.getInvalid());

    private static final String LOG_KEY = "trace";

    private final io.opentelemetry.api.trace.Span span;
    private @Nullable Scope scope;

    Span(io.opentelemetry.api.trace.Span span) {
        this.span = span;
    }

    /** Whatever this thread does until the end belongs to it, and its log lines say so. */
    @SuppressWarnings("MustBeClosedChecker") // close() does
    Span onThisThread() {
        if (span.getSpanContext().isValid()) {
            scope = span.makeCurrent();
            MDC.put(LOG_KEY, span.getSpanContext().getTraceId());
        }
        return this;
    }

    /** What another service is told, so that its work continues this one; null when there is no trace. */
    public @Nullable String header() {
        return Traces.header(span.getSpanContext());
    }

    public Span note(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    public Span note(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    /** The work failed by a fault of the service. */
    public void fail() {
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
            MDC.remove(LOG_KEY);
        }
        span.end();
    }
}
