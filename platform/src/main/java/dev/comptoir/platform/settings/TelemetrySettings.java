package dev.comptoir.platform.settings;

/**
 * What a service tells those who run it.
 *
 * @param metrics whether anything is counted, and {@code /metrics} served
 */
public record TelemetrySettings(boolean metrics) {
    /** Metrics, and nothing else. */
    public static final TelemetrySettings DEFAULT = new TelemetrySettings(true);

    static TelemetrySettings from(Environment environment) {
        return new TelemetrySettings(
                environment.oneOf("COMPTOIR_METRICS", "on", "off").equals("on"));
    }
}
