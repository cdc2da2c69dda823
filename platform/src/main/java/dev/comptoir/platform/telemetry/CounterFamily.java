package dev.comptoir.platform.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters with the same name, one per combination of label values. */
public final class CounterFamily {
    private final MeterRegistry registry;
    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    CounterFamily(MeterRegistry registry, String name, String help, List<String> labels) {
        this.registry = registry;
        this.name = name;
        this.help = help;
        this.labels = labels;
        if (labels.isEmpty()) {
            add(0);
        }
    }

    /** Adds {@code amount}, which must not be negative; 0 makes the counter appear before the first event. */
    public void add(long amount, String... values) {
        counters.computeIfAbsent(List.of(values), this::counter).increment((double) amount);
    }

    private Counter counter(List<String> values) {
        return Counter.builder(name)
                .description(help)
                .tags(Labels.of(labels, values))
                .register(registry);
    }
}
