package dev.comptoir.headoffice.operations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latency, traffic, errors and saturation of one instance.
 *
 * @param up whether the last scrape succeeded
 * @param points oldest first
 */
public record GoldenSignals(String service, String instance, boolean up, List<Point> points) {

    /**
     * The signals between two scrapes.
     *
     * @param perSecond requests per second
     * @param failed share of them with a 5xx status, 0 to 1; absent without requests
     * @param medianMilliseconds the median of their durations; absent without requests
     * @param slowestMilliseconds the 99th percentile of their durations; absent without requests
     * @param pool share of the database connections in use, 0 to 1
     */
    public record Point(
            Instant at,
            double perSecond,
            @Nullable Double failed,
            @Nullable Double medianMilliseconds,
            @Nullable Double slowestMilliseconds,
            double pool) {}
}
