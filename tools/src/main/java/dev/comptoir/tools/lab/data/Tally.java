package dev.comptoir.tools.lab.data;

import java.util.Map;
import java.util.TreeMap;

/**
 * What came of the requests of one kind.
 *
 * @param ok answered, and right as far as it was looked at
 * @param refused with 429: too much at once, come back later
 * @param faults all else by its cause: a status, {@code timeout}, {@code broken}, {@code wrong}
 * @param meanMilliseconds of those that were answered; 0 without any
 * @param latencies of those that were answered, as {@link Latencies#text}
 */
public record Tally(long ok, long refused, Map<String, Long> faults, double meanMilliseconds, String latencies) {
    public Tally {
        faults = new TreeMap<>(faults);
    }

    public static final Tally NOTHING = new Tally(0, 0, Map.of(), 0, "");

    public long failed() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    public long sent() {
        return ok + refused + failed();
    }

    public Latencies times() {
        return Latencies.of(latencies);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        Map<String, Long> all = new TreeMap<>(faults);
        other.faults.forEach((cause, count) -> all.merge(cause, count, Long::sum));
        long both = ok + other.ok;
        double mean = both == 0 ? 0 : (meanMilliseconds * ok + other.meanMilliseconds * other.ok) / both;
        return new Tally(
                both,
                refused + other.refused,
                all,
                mean,
                times().plus(other.times()).text());
    }
}
