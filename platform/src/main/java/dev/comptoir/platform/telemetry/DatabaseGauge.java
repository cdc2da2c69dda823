package dev.comptoir.platform.telemetry;

import java.util.Map;

/**
 * Gauges whose values come from one SQL statement.
 *
 * @param gauges name and help text of each gauge
 * @param label the key of their only label; empty for none
 * @param statement returns the columns {@code name}, {@code label} and {@code value}; it must be cheap, because it runs at
 *     scrapes
 */
public record DatabaseGauge(Map<String, String> gauges, String label, String statement) {
    public DatabaseGauge {
        gauges = Map.copyOf(gauges);
    }

    /** One gauge without a label; the statement returns a single value. */
    public static DatabaseGauge single(String name, String help, String statement) {
        return new DatabaseGauge(
                Map.of(name, help), "", "SELECT '%s' AS name, '' AS label, (%s) AS value".formatted(name, statement));
    }
}
