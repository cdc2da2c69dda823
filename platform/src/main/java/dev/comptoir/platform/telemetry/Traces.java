package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.settings.TelemetrySettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The traces of one service. The header {@code traceparent} (W3C Trace Context, level 1) connects spans across services,
 * over HTTP and with every event. Without a collector, no spans are created.
 */
public final class Traces implements AutoCloseable {
    /** The header that carries the trace context. */
    public static final String HEADER = "traceparent";

    private static final Duration EXPORT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_EXPORT_LIMIT = Duration.ofSeconds(2);

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    private Traces(@Nullable SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider == null ? null : provider.get("comptoir");
    }

    /** Creates no spans. */
    public static Traces none() {
        return new Traces(null);
    }

    /** Exports spans to the collector in the settings; without one, creates none. */
    public static Traces of(String service, TelemetrySettings settings) {
        URI collector = settings.collector();
        if (collector == null) {
            return none();
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector + "/v1/traces")
                .build();
        return new Traces(SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.tracePercent() / 100.0)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(EXPORT_PAUSE)
                        .build())
                .build());
    }

    /** The header for the current span of this thread; null for none. */
    public static @Nullable String here() {
        return header(io.opentelemetry.api.trace.Span.current().getSpanContext());
    }

    static @Nullable String header(SpanContext context) {
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : null;
    }

    /**
     * Starts the span of a request, on this thread.
     *
     * @param parent the header of the request; a new trace starts if it is missing or malformed
     */
    public Span serving(String name, @Nullable String parent) {
        return begin(SpanKind.SERVER, name, parent).onThisThread();
    }

    /** Starts the span of sending an event; none for an event without a trace. */
    public Span sending(String type, UUID event, @Nullable String parent) {
        return ofEvent(SpanKind.PRODUCER, "send", type, event, parent);
    }

    /** Starts the span of processing an event of another service; none for an event without a trace. */
    public Span processing(String type, UUID event, @Nullable String parent) {
        return ofEvent(SpanKind.CONSUMER, "process", type, event, parent);
    }

    private Span ofEvent(SpanKind kind, String operation, String type, UUID event, @Nullable String parent) {
        return tracer == null || parent == null
                ? Span.NONE
                : begin(kind, operation + " " + type, parent)
                        .attribute("messaging.system", "comptoir")
                        .attribute("messaging.operation.name", operation)
                        .attribute("messaging.message.id", event.toString());
    }

    private Span begin(SpanKind kind, String name, @Nullable String parent) {
        return tracer == null
                ? Span.NONE
                : new Span(tracer.spanBuilder(name)
                        .setSpanKind(kind)
                        .setParent(context(parent))
                        .startSpan());
    }

    private static Context context(@Nullable String parent) {
        return parent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, new Header());
    }

    /** Whether spans are created. */
    public boolean areOn() {
        return tracer != null;
    }

    /** Exports the remaining spans, within a time limit. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(LAST_EXPORT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static final class Header implements TextMapGetter<String> {
        @Override
        public @Nullable String get(@Nullable String parent, String key) {
            return key.equals(HEADER) ? parent : null;
        }
    }
}
