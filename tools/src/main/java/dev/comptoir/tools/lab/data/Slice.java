package dev.comptoir.tools.lab.data;

import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a measurement, of those requests that were meant to be sent in it.
 *
 * @param from seconds since the measurement's begin
 * @param gauges what was read in it, by name, as in {@link Window}
 */
public record Slice(
        double from, long ok, long refused, long failed, double p50, double p99, Map<String, Double> gauges) {
    public Slice {
        gauges = new TreeMap<>(gauges);
    }
}
