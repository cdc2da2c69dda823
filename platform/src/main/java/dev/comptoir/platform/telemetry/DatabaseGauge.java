package dev.comptoir.platform.telemetry;

import java.util.Map;

/**
 * Gauges that one statement finds.
 *
 * @param gauges what each of them is called, and what it says
 * @param label the key of their one label; empty for none
 * @param statement finds the columns {@code name}, {@code label} and {@code value}; it is cheap, for it is run at each
 *     reading of the metrics
 */
public record DatabaseGauge(Map<String, String> gauges, String label, String statement) {
    public DatabaseGauge {
        gauges = Map.copyOf(gauges);
    }

    /** One gauge without a label; the statement finds one value. */
    public static DatabaseGauge single(String name, String help, String statement) {
        return new DatabaseGauge(
                Map.of(name, help), "", "SELECT '%s' AS name, '' AS label, (%s) AS value".formatted(name, statement));
    }
}
