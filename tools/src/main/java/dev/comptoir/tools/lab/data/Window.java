package dev.comptoir.tools.lab.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement: an arm of an experiment in one of its rounds.
 *
 * @param arm what was different from other arms, by name: {@code rps=30}
 * @param round from 1
 * @param seconds how long requests were sent, without the warm-up
 * @param rates how many requests of each kind were meant to be sent per second
 * @param answers by kind of request
 * @param cpu seconds of processor time by process: {@code store-1}, {@code postgres}, {@code traefik}, {@code lab} (the
 *     generator), {@code machine} (all that was not idle)
 * @param gauges further figures by name, with their unit at the end
 * @param slices the same in parts, where time matters
 */
public record Window(
        Map<String, String> arm,
        int round,
        double seconds,
        Map<String, Double> rates,
        Map<String, Tally> answers,
        Map<String, Double> cpu,
        Map<String, Double> gauges,
        List<Slice> slices) {
    public Window {
        arm = new TreeMap<>(arm);
        rates = new TreeMap<>(rates);
        answers = new TreeMap<>(answers);
        cpu = new TreeMap<>(cpu);
        gauges = new TreeMap<>(gauges);
    }

    /** All kinds of requests together. */
    public Tally all() {
        return answers.values().stream().reduce(Tally.NOTHING, Tally::plus);
    }

    public double offered() {
        return rates.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public String arm(String name) {
        return arm.getOrDefault(name, "");
    }

    public double gauge(String name) {
        return gauges.getOrDefault(name, Double.NaN);
    }
}
