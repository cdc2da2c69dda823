package dev.comptoir.platform.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Histograms with the same name, one per combination of label values. */
public final class HistogramFamily {
    private final MeterRegistry registry;
    private final String name;
    private final String help;
    private final Buckets buckets;
    private final List<String> labels;
    private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();

    HistogramFamily(MeterRegistry registry, String name, String help, Buckets buckets, List<String> labels) {
        this.registry = registry;
        this.name = name;
        this.help = help;
        this.buckets = buckets;
        this.labels = labels;
    }

    /** Records a duration; a negative one counts as zero. */
    public void record(Duration duration, String... values) {
        timers.computeIfAbsent(List.of(values), this::timer).record(duration.isNegative() ? Duration.ZERO : duration);
    }

    private Timer timer(List<String> values) {
        return Timer.builder(name)
                .description(help)
                .tags(Labels.of(labels, values))
                .serviceLevelObjectives(buckets.bounds().toArray(Duration[]::new))
                .register(registry);
    }
}
