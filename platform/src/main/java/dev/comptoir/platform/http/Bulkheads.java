package dev.comptoir.platform.http;

import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.telemetry.Metrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The places of each bulkhead. */
final class Bulkheads {
    private final Map<Bulkhead, Places> places = new EnumMap<>(Bulkhead.class);

    Bulkheads(ServiceSettings settings) {
        for (Bulkhead bulkhead : Bulkhead.values()) {
            places.put(bulkhead, Places.of(bulkhead, settings));
        }
    }

    Places of(Bulkhead bulkhead) {
        return Objects.requireNonNull(places.get(bulkhead));
    }

    boolean isAnyFull() {
        for (Places some : places.values()) {
            if (some.isFull()) {
                return true;
            }
        }
        return false;
    }

    void bindTo(Metrics metrics) {
        places.forEach((bulkhead, some) -> {
            metrics.gauge(
                    "http.server.active_requests", "Requests in progress", some::taken, "bulkhead", bulkhead.word());
            metrics.gauge(
                    "comptoir.http.active_requests.limit",
                    "Maximum number of requests in progress",
                    some::limit,
                    "bulkhead",
                    bulkhead.word());
        });
    }
}
