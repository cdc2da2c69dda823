package dev.comptoir.platform.settings;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The settings of metrics and traces.
 *
 * @param metrics whether metrics are recorded and served at {@code /metrics}
 * @param collector where traces are exported to, by OTLP over HTTP; absent: no traces
 * @param tracePercent the share of new traces that is sampled; a trace from elsewhere keeps its sampling decision
 */
public record TelemetrySettings(boolean metrics, @Nullable URI collector, int tracePercent) {
    /** Metrics, no traces. */
    public static final TelemetrySettings DEFAULT = new TelemetrySettings(true, null, 100);

    private static final String[] LOG_FORMS = {"readable", "json"};

    static TelemetrySettings from(Environment environment) {
        environment.oneOf("COMPTOIR_LOG", LOG_FORMS);
        return new TelemetrySettings(
                environment.oneOf("COMPTOIR_METRICS", "on", "off").equals("on"),
                environment.address("OTEL_EXPORTER_OTLP_ENDPOINT"),
                environment.number("COMPTOIR_TRACE_PERCENT", 100, 0, 100));
    }

    /** The log form of that name, or the first one if there is none. */
    public static String logForm(@Nullable String name) {
        return LOG_FORMS[1].equals(name) ? LOG_FORMS[1] : LOG_FORMS[0];
    }
}
