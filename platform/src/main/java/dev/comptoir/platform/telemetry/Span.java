package dev.comptoir.platform.telemetry;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A timed part of a trace. It is exported when it is closed; a span that is never closed is discarded. */
public final class Span implements AutoCloseable {
    static final Span NONE = new Span(io.opentelemetry.api.trace.Span.getInvalid());

    private static final String LOG_KEY = "trace";

    private final io.opentelemetry.api.trace.Span span;
    private @Nullable Scope scope;

    Span(io.opentelemetry.api.trace.Span span) {
        this.span = span;
    }

    /** Makes it the current span of this thread until it is closed, and adds the trace id to the log lines. */
    @SuppressWarnings("MustBeClosedChecker") // close() does
    Span onThisThread() {
        if (span.getSpanContext().isValid()) {
            scope = span.makeCurrent();
            MDC.put(LOG_KEY, span.getSpanContext().getTraceId());
        }
        return this;
    }

    /** The header {@code traceparent} that lets another service continue this span; null without a trace. */
    public @Nullable String header() {
        return Traces.header(span.getSpanContext());
    }

    public Span attribute(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    public Span attribute(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    /** Marks the span as failed by a fault of the service. */
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
