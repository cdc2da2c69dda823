package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.lifecycle.Closing;
import dev.comptoir.platform.settings.ServiceSettings;

/** Metrics and traces of one service instance. */
public record Telemetry(Metrics metrics, Traces traces) implements AutoCloseable {

    public static Telemetry of(ServiceSettings settings) {
        return new Telemetry(
                settings.telemetry().metrics() ? Metrics.of(settings.database()) : Metrics.none(),
                Traces.of(settings.name(), settings.telemetry()));
    }

    /** Telemetry that records nothing. */
    public static Telemetry none() {
        return new Telemetry(Metrics.none(), Traces.none());
    }

    @Override
    public void close() {
        Closing.inOrder(traces, metrics);
    }
}
