package dev.comptoir.tools.lab.bench;

import java.time.Duration;

/** Waits; whoever is interrupted meanwhile fails. */
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", stopped);
        }
    }
}
