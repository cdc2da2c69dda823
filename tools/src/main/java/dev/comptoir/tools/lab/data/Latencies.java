package dev.comptoir.tools.lab.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many requests took how long: classes from 0.1 ms on, each 4.4 % wider than the one before (16 to a doubling), so
 * that a percentile is told at most 4.4 % too high.
 */
public final class Latencies {
    private static final double SHORTEST_MILLISECONDS = 0.1;
    private static final int CLASSES_PER_DOUBLING = 16;

    /** 20 doublings: up to 105 s. */
    private static final int CLASSES = 20 * CLASSES_PER_DOUBLING;

    private final long[] counts = new long[CLASSES];

    /** What {@link #text} told. */
    public static Latencies of(String text) {
        Latencies latencies = new Latencies();
        for (String one : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int colon = one.indexOf(':');
            latencies.counts[Integer.parseInt(one.substring(0, colon))] = Long.parseLong(one.substring(colon + 1));
        }
        return latencies;
    }

    /** @param milliseconds from the moment at which the request was meant to be sent */
    public synchronized void add(double milliseconds) {
        double doublings =
                Math.log(Math.max(milliseconds, SHORTEST_MILLISECONDS) / SHORTEST_MILLISECONDS) / Math.log(2);
        counts[(int) Math.min(CLASSES - 1, doublings * CLASSES_PER_DOUBLING)]++;
    }

    /** Both together. */
    public Latencies plus(Latencies other) {
        Latencies sum = new Latencies();
        Arrays.setAll(sum.counts, at -> counts[at] + other.counts[at]);
        return sum;
    }

    public long count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The milliseconds within which so many were answered: the upper end of the class.
     *
     * @param percent above 0, at most 100
     * @return NaN when nothing was answered
     */
    public double percentile(double percent) {
        long wanted = (long) Math.ceil(count() * percent / 100);
        long seen = 0;
        for (int at = 0; at < CLASSES; at++) {
            seen += counts[at];
            if (seen >= wanted && seen > 0) {
                return end(at);
            }
        }
        return Double.NaN;
    }

    /** How many took at most so long. */
    public long within(double milliseconds) {
        return IntStream.range(0, CLASSES)
                .filter(at -> end(at) <= milliseconds)
                .mapToLong(at -> counts[at])
                .sum();
    }

    private static double end(int at) {
        return SHORTEST_MILLISECONDS * Math.pow(2, (at + 1.0) / CLASSES_PER_DOUBLING);
    }

    /** {@code 52:3 53:17}: the classes that are not empty, with their counts. */
    public synchronized String text() {
        return IntStream.range(0, CLASSES)
                .filter(at -> counts[at] > 0)
                .mapToObj(at -> at + ":" + counts[at])
                .collect(Collectors.joining(" "));
    }
}
