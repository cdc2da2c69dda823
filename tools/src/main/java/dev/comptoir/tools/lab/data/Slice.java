package dev.comptoir.tools.lab.data;

import dev.comptoir.tools.load.Latencies;
import dev.comptoir.tools.load.Outcomes;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a measurement: the requests that should have been sent in it.
 *
 * @param from seconds since the measurement's begin
 * @param p50 milliseconds; 0 when no request was successful
 * @param gauges samples by name, as in {@link Window}
 */
public record Slice(
        double from, long ok, long refused, long failed, double p50, double p99, Map<String, Double> gauges) {
    public Slice {
        gauges = new TreeMap<>(gauges);
    }

    public static Slice of(double from, Outcomes outcomes, Map<String, Double> gauges) {
        Latencies latencies = outcomes.latencies();
        return new Slice(
                from,
                outcomes.ok(),
                outcomes.refused(),
                outcomes.failed(),
                outcomes.ok() == 0 ? 0 : latencies.percentile(50),
                outcomes.ok() == 0 ? 0 : latencies.percentile(99),
                gauges);
    }
}
