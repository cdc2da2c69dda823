package dev.comptoir.platform.watch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an instance has done.
 *
 * @param up whether it answered at the last look
 * @param points oldest first, one a look
 */
public record Signals(String service, String instance, boolean up, List<Point> points) {

    /**
     * Between one look and the next.
     *
     * @param perSecond requests answered
     * @param failed share of them that failed by our fault, 0 to 1; absent when there was none
     * @param medianMilliseconds within which half of them were answered, absent when there was none
     * @param slowestMilliseconds within which 99 of 100 were answered
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
