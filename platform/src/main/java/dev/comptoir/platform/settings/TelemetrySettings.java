package dev.comptoir.platform.settings;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a service tells those who run it.
 *
 * @param metrics whether anything is counted, and {@code /metrics} served
 * @param collector where traces are sent by OTLP over HTTP; absent for nowhere, and then none are made
 * @param tracePercent how many of the traces that begin here are kept; one that began elsewhere is kept as there
 */
public record TelemetrySettings(boolean metrics, @Nullable URI collector, int tracePercent) {
    /** Metrics, and nothing else. */
    public static final TelemetrySettings DEFAULT = new TelemetrySettings(true, null, 100);

    private static final String[] LOG_FORMS = {"readable", "json"};

    static TelemetrySettings from(Environment environment) {
        environment.oneOf("COMPTOIR_LOG", LOG_FORMS);
        return new TelemetrySettings(
                environment.oneOf("COMPTOIR_METRICS", "on", "off").equals("on"),
                environment.address("OTEL_EXPORTER_OTLP_ENDPOINT"),
                environment.number("COMPTOIR_TRACE_PERCENT", 100, 0, 100));
    }

    /** The form of log that was asked for, or the first one when there is none of that name. */
    public static String logForm(@Nullable String asked) {
        return LOG_FORMS[1].equals(asked) ? LOG_FORMS[1] : LOG_FORMS[0];
    }
}
