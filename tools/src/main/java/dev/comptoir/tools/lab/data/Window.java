package dev.comptoir.tools.lab.data;

import dev.comptoir.tools.load.Outcomes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement: a variant of an experiment in one of its repetitions.
 *
 * @param variant how it differs from others, by name: {@code rps=30}
 * @param repetition from 1
 * @param seconds how long requests were sent, without the warm-up
 * @param rates intended requests per second by workload
 * @param operations what came of the requests, by workload
 * @param cpu seconds of processor time by process: {@code store-1}, {@code postgres}, {@code traefik}, {@code lab} (the
 *     generator), {@code machine} (all that was not idle)
 * @param gauges further figures by name, with their unit at the end
 * @param slices the same in parts, where time matters
 */
public record Window(
        Map<String, String> variant,
        int repetition,
        double seconds,
        Map<String, Double> rates,
        Map<String, Outcomes> operations,
        Map<String, Double> cpu,
        Map<String, Double> gauges,
        List<Slice> slices) {
    public Window {
        variant = new TreeMap<>(variant);
        rates = new TreeMap<>(rates);
        operations = new TreeMap<>(operations);
        cpu = new TreeMap<>(cpu);
        gauges = new TreeMap<>(gauges);
    }

    /** All workloads together. */
    public Outcomes all() {
        return operations.values().stream().reduce(Outcomes.none(), Outcomes::plus);
    }

    public double offered() {
        return rates.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public String variant(String name) {
        return variant.getOrDefault(name, "");
    }

    public double gauge(String name) {
        return gauges.getOrDefault(name, Double.NaN);
    }
}
