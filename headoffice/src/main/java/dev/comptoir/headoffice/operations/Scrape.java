package dev.comptoir.headoffice.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one instance at one moment, summed over its routes. They are read from the Prometheus text format,
 * version 0.0.4.
 *
 * @param requests since the instance started
 * @param failures those of them with a 5xx status
 * @param buckets cumulative request counts by upper bound in seconds
 * @param poolUsed database connections in use
 * @param poolSize the largest number of database connections
 */
record Scrape(
        Instant at,
        double requests,
        double failures,
        SortedMap<Double, Double> buckets,
        double poolUsed,
        double poolSize) {
    private static final String DURATION = "http_server_request_duration_seconds_";
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? ([0-9.eE+-]+|NaN|[+-]Inf)");
    private static final Pattern UPPER_BOUND = Pattern.compile("(?:^|,)le=\"([^\"]*)\"");
    private static final double MILLISECONDS = 1_000;

    /** @param page the body of a response of {@code /metrics} */
    static Scrape parse(Instant at, String page) {
        Sums sums = new Sums();
        page.lines().filter(line -> !line.startsWith("#")).forEach(sums::add);
        return new Scrape(at, sums.requests, sums.failures, sums.buckets, sums.poolUsed, sums.poolSize);
    }

    private static final class Sums {
        private final SortedMap<Double, Double> buckets = new TreeMap<>();
        private double requests;
        private double failures;
        private double poolUsed;
        private double poolSize;

        private void add(String line) {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                return;
            }
            String labels = sample.group(2) == null ? "" : sample.group(2);
            double value = number(sample.group(3));
            switch (sample.group(1)) {
                case DURATION + "count" -> {
                    requests += value;
                    failures += labels.contains("http_response_status_code=\"5") ? value : 0;
                }
                case DURATION + "bucket" -> {
                    Matcher bound = UPPER_BOUND.matcher(labels);
                    if (bound.find()) {
                        buckets.merge(number(bound.group(1)), value, Double::sum);
                    }
                }
                case "db_client_connection_count" ->
                    poolUsed += labels.contains("db_client_connection_state=\"used\"") ? value : 0;
                case "db_client_connection_max" -> poolSize += value;
                default -> {}
            }
        }

        private static double number(String text) {
            return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        }
    }

    /** The signals between an earlier scrape and this one; absent when the instance restarted in between. */
    GoldenSignals.@Nullable Point since(Scrape earlier) {
        double newRequests = requests - earlier.requests;
        double seconds = Duration.between(earlier.at, at).toNanos() / 1e9;
        if (newRequests < 0 || seconds <= 0) {
            return null;
        }
        return new GoldenSignals.Point(
                at,
                newRequests / seconds,
                newRequests == 0 ? null : (failures - earlier.failures) / newRequests,
                quantile(0.5, earlier),
                quantile(0.99, earlier),
                poolSize == 0 ? 0 : poolUsed / poolSize);
    }

    /**
     * Like Prometheus' {@code histogram_quantile}: linear within a bucket, the highest finite bound above all of them.
     */
    private @Nullable Double quantile(double quantile, Scrape earlier) {
        double all = requests - earlier.requests;
        if (all == 0) {
            return null;
        }
        double rank = quantile * all;
        double countBelow = 0;
        double lowerBound = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double upperBound = bucket.getKey();
            double count = bucket.getValue() - earlier.buckets.getOrDefault(upperBound, 0.0);
            if (count >= rank && Double.isInfinite(upperBound)) {
                break;
            }
            if (count >= rank) {
                double part = count == countBelow ? 1 : (rank - countBelow) / (count - countBelow);
                return (lowerBound + (upperBound - lowerBound) * part) * MILLISECONDS;
            }
            countBelow = count;
            lowerBound = upperBound;
        }
        return lowerBound * MILLISECONDS;
    }
}
