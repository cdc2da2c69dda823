package dev.comptoir.platform.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an instance told at one moment, summed over its routes. The text format is Prometheus' own, version 0.0.4.
 *
 * @param answered requests since the instance started
 * @param failed those of them that were answered 5xx
 * @param within how many were answered within so many seconds, by the bounds of the histogram
 */
record Look(
        Instant at,
        double answered,
        double failed,
        SortedMap<Double, Double> within,
        double poolUsed,
        double poolMost) {
    private static final String DURATION = "http_server_request_duration_seconds_";
    private static final Pattern LINE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? ([0-9.eE+-]+|NaN|[+-]Inf)");
    private static final Pattern BOUND = Pattern.compile("(?:^|,)le=\"([^\"]*)\"");
    private static final double MILLISECONDS = 1_000;

    static Look of(Instant at, String page) {
        Sums sums = new Sums();
        page.lines().filter(line -> !line.startsWith("#")).forEach(sums::add);
        return new Look(at, sums.answered, sums.failed, sums.within, sums.poolUsed, sums.poolMost);
    }

    private static final class Sums {
        private final SortedMap<Double, Double> within = new TreeMap<>();
        private double answered;
        private double failed;
        private double poolUsed;
        private double poolMost;

        private void add(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                return;
            }
            String labels = parts.group(2) == null ? "" : parts.group(2);
            double value = number(parts.group(3));
            switch (parts.group(1)) {
                case DURATION + "count" -> {
                    answered += value;
                    failed += labels.contains("http_response_status_code=\"5") ? value : 0;
                }
                case DURATION + "bucket" -> {
                    Matcher bound = BOUND.matcher(labels);
                    if (bound.find()) {
                        within.merge(number(bound.group(1)), value, Double::sum);
                    }
                }
                case "db_client_connection_count" ->
                    poolUsed += labels.contains("db_client_connection_state=\"used\"") ? value : 0;
                case "db_client_connection_max" -> poolMost += value;
                default -> {}
            }
        }

        private static double number(String text) {
            return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        }
    }

    /** What happened since an earlier look; absent when the instance was started anew in between. */
    Signals.@Nullable Point since(Look earlier) {
        double requests = answered - earlier.answered;
        double seconds = Duration.between(earlier.at, at).toNanos() / 1e9;
        if (requests < 0 || seconds <= 0) {
            return null;
        }
        return new Signals.Point(
                at,
                requests / seconds,
                requests == 0 ? null : (failed - earlier.failed) / requests,
                quantile(0.5, earlier),
                quantile(0.99, earlier),
                poolMost == 0 ? 0 : poolUsed / poolMost);
    }

    /** As Prometheus' {@code histogram_quantile} does it: linear within the bucket, the last bound beyond all of them. */
    private @Nullable Double quantile(double share, Look earlier) {
        double all = answered - earlier.answered;
        if (all == 0) {
            return null;
        }
        double below = 0;
        double from = 0;
        for (Map.Entry<Double, Double> bucket : within.entrySet()) {
            double count = bucket.getValue() - earlier.within.getOrDefault(bucket.getKey(), 0.0);
            if (count >= share * all) {
                if (bucket.getKey().isInfinite()) {
                    return from * MILLISECONDS;
                }
                double part = count == below ? 1 : (share * all - below) / (count - below);
                return (from + (bucket.getKey() - from) * part) * MILLISECONDS;
            }
            below = count;
            from = bucket.getKey();
        }
        return from * MILLISECONDS;
    }
}
