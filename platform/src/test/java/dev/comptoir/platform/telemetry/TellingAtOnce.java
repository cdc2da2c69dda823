package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.settings.DatabaseSettings;
import java.time.Duration;

/** Metrics that ask the database each time, so that a test need not wait. */
public final class TellingAtOnce {
    private TellingAtOnce() {}

    public static Metrics of(DatabaseSettings database) {
        return Metrics.of(database, Duration.ZERO);
    }
}
