package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.settings.DatabaseSettings;
import java.time.Duration;

/** Metrics that query the database at every scrape, so that a test does not have to wait. */
public final class UncachedMetrics {
    private UncachedMetrics() {}

    public static Metrics of(DatabaseSettings database) {
        return Metrics.of(database, Duration.ZERO);
    }
}
