package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.settings.DatabaseSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics of one service instance, in the text format of Prometheus. */
public final class Metrics implements AutoCloseable {
    /** Where they are read, at the root of the port: no proxy that routes by service leads there. */
    public static final String PATH = "/metrics";

    /** The format of {@link #scrape()}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** What the database is asked is not asked again sooner. */
    private static final Duration READING_PAUSE = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final @Nullable PrometheusMeterRegistry prometheus;
    private final @Nullable DatabaseGauges readings;
    private final List<AutoCloseable> binders = new ArrayList<>();
    /** A registry remembers whom it asks only as long as somebody else does. */
    private final Queue<LongSupplier> asked = new ConcurrentLinkedQueue<>();

    private Metrics(@Nullable PrometheusMeterRegistry prometheus, @Nullable DatabaseGauges readings) {
        this.registry = prometheus == null ? new CompositeMeterRegistry() : prometheus;
        this.prometheus = prometheus;
        this.readings = readings;
    }

    /** Metrics that count nothing and tell nothing. */
    public static Metrics none() {
        return new Metrics(null, null);
    }

    /** Metrics of a service with a database, those of its process among them. */
    public static Metrics of(DatabaseSettings database) {
        return of(database, READING_PAUSE);
    }

    static Metrics of(DatabaseSettings database, Duration readingPause) {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Metrics metrics = new Metrics(prometheus, new DatabaseGauges(prometheus, database, readingPause));
        metrics.bindProcess();
        return metrics;
    }

    private void bindProcess() {
        JvmGcMetrics collections = new JvmGcMetrics();
        binders.add(collections);
        collections.bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Whether anything is counted. */
    public boolean areOn() {
        return prometheus != null;
    }

    /** Registers the identity of this instance, once the port is known. */
    public void info(String service, int port) {
        String version = Metrics.class.getPackage().getImplementationVersion();
        gauge(
                "comptoir.build.info",
                "Version and identity of this instance",
                () -> 1,
                "service.name",
                service,
                "service.instance.id",
                hostName() + ":" + port,
                "version",
                version == null ? "unpackaged" : version);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /**
     * What only grows. Its name ends in {@code _total} for those who read it.
     *
     * @param labels the keys of the labels, whose values are given at each addition
     */
    public CounterFamily counter(String name, String help, String... labels) {
        return new CounterFamily(registry, name, help, List.of(labels));
    }

    /**
     * How long something takes, in a histogram. Its name ends in {@code _seconds} for those who read it.
     *
     * @param labels the keys of the labels, whose values are given at each recording
     */
    public HistogramFamily histogram(String name, String help, Buckets buckets, String... labels) {
        return new HistogramFamily(registry, name, help, buckets, List.of(labels));
    }

    /** What goes up and down, asked at each reading; {@code labels} are keys and values. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(help)
                .tags(Tags.of(labels))
                .strongReference(true)
                .register(registry);
    }

    /** What only grows and is counted elsewhere, asked at each reading; {@code labels} are keys and values. */
    public void functionCounter(String name, String help, LongSupplier value, String... labels) {
        asked.add(value);
        FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(Tags.of(labels))
                .register(registry);
    }

    /** Asks the database too, when the metrics are read. */
    public void databaseGauge(DatabaseGauge gauge) {
        if (readings != null) {
            readings.add(gauge);
        }
    }

    /** All metrics as Prometheus reads them. */
    public String scrape() {
        if (prometheus == null || readings == null) {
            throw new IllegalStateException("the metrics are off");
        }
        readings.refresh();
        return prometheus.scrape();
    }

    @Override
    public void close() {
        binders.forEach(Metrics::end);
        registry.close();
    }

    private static void end(AutoCloseable binder) {
        try {
            binder.close();
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
