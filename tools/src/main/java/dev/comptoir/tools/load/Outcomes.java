package dev.comptoir.tools.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What came of many requests.
 *
 * @param ok successful, with the right content as far as it was checked
 * @param refused with 429
 * @param failures all others by cause: a status, {@code timeout}, {@code broken}, {@code wrong}, {@code crowded}
 * @param latencies of the {@code ok} ones
 */
public record Outcomes(long ok, long refused, Map<String, Long> failures, Latencies latencies) {
    public static final String OK = "ok";
    static final String REFUSED = "429";

    public Outcomes {
        failures = new TreeMap<>(failures);
    }

    public static Outcomes none() {
        return new Outcomes(0, 0, Map.of(), new Latencies());
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    public long sent() {
        return ok + refused + failed();
    }

    public Outcomes plus(Outcomes other) {
        Map<String, Long> all = new TreeMap<>(failures);
        other.failures.forEach((cause, count) -> all.merge(cause, count, Long::sum));
        return new Outcomes(ok + other.ok, refused + other.refused, all, latencies.plus(other.latencies));
    }

    /** Counts samples from many threads. */
    static final class Counter {
        private final Latencies latencies = new Latencies();
        private final Map<String, Long> failures = new TreeMap<>();
        private long ok;
        private long refused;

        synchronized void add(Sample sample) {
            switch (sample.outcome()) {
                case OK -> {
                    ok++;
                    latencies.add(sample.milliseconds());
                }
                case REFUSED -> refused++;
                default -> failures.merge(sample.outcome(), 1L, Long::sum);
            }
        }

        synchronized Outcomes outcomes() {
            return new Outcomes(ok, refused, failures, latencies.plus(new Latencies()));
        }
    }
}
