package dev.comptoir.platform.telemetry;

import dev.comptoir.platform.settings.DatabaseSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all {@link DatabaseGauge}s with one statement, on a connection outside the pool: they matter most when the pool is
 * exhausted. If the database does not respond in time, they are absent, because stale values would mislead.
 */
final class DatabaseGauges {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGauges.class);
    private static final int CONNECT_LIMIT_SECONDS = 1;
    private static final int STATEMENT_LIMIT_MILLISECONDS = 1_500;
    private static final int RESPONSE_LIMIT_SECONDS = 2;
    private static final int ROWS_LIMIT = 1_000;

    private final MeterRegistry registry;
    private final DatabaseSettings database;
    private final Duration interval;
    private final List<DatabaseGauge> sources = new CopyOnWriteArrayList<>();
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private long lastNanos;
    private boolean refreshed;
    private boolean reachable = true;

    /** @param interval minimum time between two queries */
    DatabaseGauges(MeterRegistry registry, DatabaseSettings database, Duration interval) {
        this.registry = registry;
        this.database = database;
        this.interval = interval;
    }

    void add(DatabaseGauge source) {
        sources.add(source);
    }

    /** Updates the gauges, unless the last update is younger than the interval. */
    synchronized void refresh() {
        if (sources.isEmpty() || (refreshed && System.nanoTime() - lastNanos < interval.toNanos())) {
            return;
        }
        Map<String, List<Row<?>>> rows = new HashMap<>();
        try {
            query(rows);
            reachable = true;
        } catch (SQLException unreachable) {
            logFailure(unreachable);
            rows.clear();
        }
        refreshed = true;
        lastNanos = System.nanoTime();
        for (DatabaseGauge source : sources) {
            source.gauges()
                    .forEach((name, help) -> gauges.computeIfAbsent(name, absent -> gauge(name, help))
                            .register(rows.getOrDefault(name, List.of()), true));
        }
    }

    /** Logs once per outage. */
    private void logFailure(SQLException failure) {
        if (reachable) {
            LOG.warn("could not read gauges from the database: {}", failure.getMessage());
        }
        reachable = false;
    }

    private void query(Map<String, List<Row<?>>> rows) throws SQLException {
        Map<String, String> labels = new HashMap<>();
        sources.forEach(source -> source.gauges().keySet().forEach(name -> labels.put(name, source.label())));
        try (Connection connection = DriverManager.getConnection(database.url(), properties());
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(statement())) {
            while (row.next()) {
                String name = row.getString(1);
                String label = labels.getOrDefault(name, "");
                Tags tags = label.isEmpty() ? Tags.empty() : Tags.of(label, row.getString(2));
                rows.computeIfAbsent(name, absent -> new ArrayList<>()).add(Row.of(tags, row.getDouble(3)));
            }
        }
    }

    private String statement() {
        return sources.stream()
                .map(source -> "(SELECT name, label, value::float8 FROM (%s) AS source LIMIT %d)"
                        .formatted(source.statement(), ROWS_LIMIT))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", "comptoir metrics");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_LIMIT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(RESPONSE_LIMIT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(RESPONSE_LIMIT_SECONDS));
        properties.setProperty("readOnly", "true");
        properties.setProperty("options", "-c statement_timeout=" + STATEMENT_LIMIT_MILLISECONDS);
        return properties;
    }

    private MultiGauge gauge(String name, String help) {
        return MultiGauge.builder(name).description(help).register(registry);
    }
}
