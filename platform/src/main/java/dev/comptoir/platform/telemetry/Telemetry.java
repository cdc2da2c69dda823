package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.settings.ServiceSettings;

/** What one service instance tells of itself while it runs. */
public record Telemetry(Metrics metrics) implements AutoCloseable {

    public static Telemetry of(ServiceSettings settings) {
        return new Telemetry(settings.telemetry().metrics() ? Metrics.of(settings.database()) : Metrics.none());
    }

    /** For what runs alone: nothing is told. */
    public static Telemetry none() {
        return new Telemetry(Metrics.none());
    }

    @Override
    public void close() {
        metrics.close();
    }
}
