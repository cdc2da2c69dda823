package dev.comptoir.platform.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** The upper bounds of the buckets of a histogram. */
public record Buckets(List<Duration> bounds) {
    /** For response and wait times: from 1 ms to 10 s. */
    public static final Buckets WAITING = ofMicroseconds(
            1_000,
            2_500,
            5_000,
            10_000,
            25_000,
            50_000,
            100_000,
            250_000,
            500_000,
            1_000_000,
            2_500_000,
            5_000_000,
            10_000_000);

    /** For the lag of one service behind another: from 10 ms to one hour. */
    public static final Buckets LAG = ofMicroseconds(
            10_000,
            25_000,
            50_000,
            100_000,
            250_000,
            500_000,
            1_000_000,
            5_000_000,
            15_000_000,
            60_000_000,
            300_000_000,
            1_800_000_000,
            3_600_000_000L);

    public Buckets {
        bounds = List.copyOf(bounds);
    }

    private static Buckets ofMicroseconds(long... bounds) {
        return new Buckets(LongStream.of(bounds)
                .mapToObj(microseconds -> Duration.ofNanos(microseconds * 1_000))
                .toList());
    }
}
