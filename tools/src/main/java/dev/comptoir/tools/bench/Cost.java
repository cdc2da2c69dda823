package dev.comptoir.tools.bench;

import dev.comptoir.tools.load.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the requests of one round cost.
 *
 * @param p50 milliseconds from the intended send
 * @param processor milliseconds of processor time per request, by part
 * @param idle what the parts would have used in the same time without any request, per request; it is part of
 *     {@code processor}
 */
record Cost(
        double perSecond,
        double p50,
        double p99,
        long failures,
        Map<String, Double> processor,
        Map<String, Double> idle) {
    Cost {
        processor = new TreeMap<>(processor);
        idle = new TreeMap<>(idle);
    }

    /**
     * @param time in which requests were sent
     * @param used seconds of processor time, by part
     * @param idle the same without any request
     */
    static Cost of(Outcomes outcomes, Duration time, Map<String, Double> used, Map<String, Double> idle) {
        return new Cost(
                outcomes.ok() / (time.toMillis() / 1e3),
                outcomes.latencies().percentile(50),
                outcomes.latencies().percentile(99),
                outcomes.sent() - outcomes.ok(),
                perRequest(used, outcomes.sent()),
                perRequest(idle, outcomes.sent()));
    }

    private static Map<String, Double> perRequest(Map<String, Double> seconds, long requests) {
        Map<String, Double> milliseconds = new TreeMap<>(seconds);
        milliseconds.replaceAll((part, time) -> time * 1_000 / Math.max(1, requests));
        return milliseconds;
    }

    /** Of each figure; with the failures of all rounds. */
    static Cost median(List<Cost> rounds) {
        return new Cost(
                Rounds.median(rounds, Cost::perSecond),
                Rounds.median(rounds, Cost::p50),
                Rounds.median(rounds, Cost::p99),
                rounds.stream().mapToLong(Cost::failures).sum(),
                medians(rounds, Cost::processor),
                medians(rounds, Cost::idle));
    }

    private static Map<String, Double> medians(List<Cost> rounds, Function<Cost, Map<String, Double>> parts) {
        Map<String, Double> medians = new TreeMap<>();
        parts.apply(rounds.getFirst())
                .keySet()
                .forEach(part -> medians.put(
                        part, Rounds.median(rounds, one -> parts.apply(one).getOrDefault(part, 0.0))));
        return medians;
    }

    String words() {
        return "%.0f/s, p50 %.1f ms, p99 %.1f ms, failed %d; %s"
                .formatted(
                        perSecond,
                        p50,
                        p99,
                        failures,
                        processor.entrySet().stream()
                                .map(part -> "%s %.3f".formatted(part.getKey(), part.getValue()))
                                .collect(Collectors.joining(", ")));
    }
}
