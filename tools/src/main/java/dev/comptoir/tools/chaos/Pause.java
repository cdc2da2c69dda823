package dev.comptoir.tools.chaos;

import java.time.Duration;
import java.time.Instant;

/** Waits; whoever is interrupted meanwhile fails. */
final class Pause {
    private Pause() {}

    static void until(Instant moment) {
        of(Duration.between(Instant.now(), moment));
    }

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", stopped);
        }
    }
}
