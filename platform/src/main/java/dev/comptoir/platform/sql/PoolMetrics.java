package dev.comptoir.platform.sql;

import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Metrics;
import java.time.Duration;

/** What the pool tells of itself, under the names that OpenTelemetry gives to such things. */
final class PoolMetrics implements IMetricsTracker {
    private final HistogramFamily waits;
    private final HistogramFamily uses;
    private final CounterFamily timeouts;

    PoolMetrics(Metrics metrics) {
        this.waits = metrics.histogram(
                "db.client.connection.wait_time", "How long callers waited for a connection", Buckets.WAITING);
        this.uses = metrics.histogram(
                "db.client.connection.use_time", "How long connections were used, in whole ms", Buckets.WAITING);
        this.timeouts = metrics.counter("db.client.connection.timeouts", "Callers that waited for no connection");
    }

    /** What the pool is asked at each reading. */
    static void bindTo(Metrics metrics, HikariPoolMXBean pool, int most) {
        String count = "db.client.connection.count";
        String help = "Connections to the database";
        metrics.gauge(count, help, pool::getActiveConnections, "state", "used");
        metrics.gauge(count, help, pool::getIdleConnections, "state", "idle");
        metrics.gauge("db.client.connection.max", "The most connections of the pool", () -> most);
        metrics.gauge(
                "db.client.connection.pending_requests",
                "Callers that wait for a connection",
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
