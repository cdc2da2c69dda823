package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.lifecycle.Closing;
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
    /** At the root of the port, so that a proxy that routes by service prefix does not expose it. */
    public static final String PATH = "/metrics";

    /** The content type of {@link #scrape()}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Minimum time between two queries for database gauges. */
    private static final Duration DATABASE_INTERVAL = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final @Nullable PrometheusMeterRegistry prometheus;
    private final @Nullable DatabaseGauges databaseGauges;
    private final List<AutoCloseable> binders = new ArrayList<>();
    /** Keeps the suppliers reachable: the registry only holds weak references to them. */
    private final Queue<LongSupplier> suppliers = new ConcurrentLinkedQueue<>();

    private Metrics(@Nullable PrometheusMeterRegistry prometheus, @Nullable DatabaseGauges databaseGauges) {
        this.registry = prometheus == null ? new CompositeMeterRegistry() : prometheus;
        this.prometheus = prometheus;
        this.databaseGauges = databaseGauges;
    }

    /** Metrics that record and serve nothing. */
    public static Metrics none() {
        return new Metrics(null, null);
    }

    /** Metrics of a service with a database, including those of its process. */
    public static Metrics of(DatabaseSettings database) {
        return of(database, DATABASE_INTERVAL);
    }

    static Metrics of(DatabaseSettings database, Duration databaseInterval) {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Metrics metrics = new Metrics(prometheus, new DatabaseGauges(prometheus, database, databaseInterval));
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

    /** Whether metrics are recorded and served. */
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
     * A counter. Scrapes show its name with the suffix {@code _total}.
     *
     * @param labels keys of the labels; each addition gives the values
     */
    public CounterFamily counter(String name, String help, String... labels) {
        return new CounterFamily(registry, name, help, List.of(labels));
    }

    /**
     * A histogram of durations. Scrapes show its name with the suffix {@code _seconds}.
     *
     * @param labels keys of the labels; each recording gives the values
     */
    public HistogramFamily histogram(String name, String help, Buckets buckets, String... labels) {
        return new HistogramFamily(registry, name, help, buckets, List.of(labels));
    }

    /** A gauge, read at each scrape; {@code labels} are keys and values. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(help)
                .tags(Tags.of(labels))
                .strongReference(true)
                .register(registry);
    }

    /** A counter that is kept elsewhere and read at each scrape; {@code labels} are keys and values. */
    public void functionCounter(String name, String help, LongSupplier value, String... labels) {
        suppliers.add(value);
        FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(Tags.of(labels))
                .register(registry);
    }

    /** Adds gauges that are read from the database at scrapes. */
    public void databaseGauge(DatabaseGauge gauge) {
        if (databaseGauges != null) {
            databaseGauges.add(gauge);
        }
    }

    /** All metrics in the text format of Prometheus. */
    public String scrape() {
        if (prometheus == null || databaseGauges == null) {
            throw new IllegalStateException("the metrics are off");
        }
        databaseGauges.refresh();
        return prometheus.scrape();
    }

    @Override
    public void close() {
        Closing.inOrder(binders.toArray(AutoCloseable[]::new));
        registry.close();
    }
}
