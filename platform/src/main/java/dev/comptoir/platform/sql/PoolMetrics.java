package dev.comptoir.platform.sql;

import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Metrics;
import java.time.Duration;

/** Metrics of the connection pool, named after the semantic conventions of OpenTelemetry for database clients. */
final class PoolMetrics implements IMetricsTracker {
    private static final String STATE = "db.client.connection.state";

    private final HistogramFamily waits;
    private final HistogramFamily uses;
    private final CounterFamily timeouts;

    PoolMetrics(Metrics metrics) {
        this.waits = metrics.histogram(
                "db.client.connection.wait_time", "Time that callers waited for a connection", Buckets.WAITING);
        this.uses = metrics.histogram(
                "db.client.connection.use_time",
                "Time between borrowing and returning a connection, in whole milliseconds",
                Buckets.WAITING);
        this.timeouts = metrics.counter("db.client.connection.timeouts", "Callers that got no connection in time");
    }

    /** Gauges that read the pool at each scrape. */
    static void bindTo(Metrics metrics, HikariPoolMXBean pool, int size) {
        String count = "db.client.connection.count";
        String help = "Connections in the pool, by state";
        metrics.gauge(count, help, pool::getActiveConnections, STATE, "used");
        metrics.gauge(count, help, pool::getIdleConnections, STATE, "idle");
        metrics.gauge("db.client.connection.max", "Maximum number of connections in the pool", () -> size);
        metrics.gauge(
                "db.client.connection.pending_requests",
                "Callers waiting for a connection",
                pool::getThreadsAwaitingConnection);
    }

    @Override
    public void recordConnectionAcquiredNanos(long nanos) {
        waits.record(Duration.ofNanos(nanos));
    }

    @Override
    public void recordConnectionUsageMillis(long milliseconds) {
        uses.record(Duration.ofMillis(milliseconds));
    }

    @Override
    public void recordConnectionTimeout() {
        timeouts.add(1);
    }
}
