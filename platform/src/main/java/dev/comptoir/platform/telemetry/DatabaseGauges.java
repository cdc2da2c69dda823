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
 * Gauges that are asked of the database, all in one statement, on a connection of their own: a pool that is used up is
 * when they matter most. When the database does not answer in time they are absent, for an old value would be a lie.
 */
final class DatabaseGauges {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGauges.class);
    private static final int CONNECT_LIMIT_SECONDS = 1;
    private static final int STATEMENT_LIMIT_MILLISECONDS = 1_500;
    private static final int ANSWER_LIMIT_SECONDS = 2;
    private static final int ROWS_LIMIT = 1_000;

    private final MeterRegistry registry;
    private final DatabaseSettings database;
    private final Duration pause;
    private final List<DatabaseGauge> readings = new CopyOnWriteArrayList<>();
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private long lastNanos;
    private boolean asked;
    private boolean answers = true;

    /** @param pause the database is asked at most so often */
    DatabaseGauges(MeterRegistry registry, DatabaseSettings database, Duration pause) {
        this.registry = registry;
        this.database = database;
        this.pause = pause;
    }

    void add(DatabaseGauge reading) {
        readings.add(reading);
    }

    /** Brings the gauges up to date, unless they were brought so just now. */
    synchronized void refresh() {
        if (readings.isEmpty() || (asked && System.nanoTime() - lastNanos < pause.toNanos())) {
            return;
        }
        Map<String, List<Row<?>>> rows = new HashMap<>();
        try {
            ask(rows);
            answers = true;
        } catch (SQLException unreachable) {
            noteFailure(unreachable);
            rows.clear();
        }
        asked = true;
        lastNanos = System.nanoTime();
        for (DatabaseGauge reading : readings) {
            reading.gauges()
                    .forEach((name, help) -> gauges.computeIfAbsent(name, absent -> gauge(name, help))
                            .register(rows.getOrDefault(name, List.of()), true));
        }
    }

    /** Once for each time that it goes away. */
    private void noteFailure(SQLException failure) {
        if (answers) {
            LOG.warn("the database does not answer the metrics: {}", failure.getMessage());
        }
        answers = false;
    }

    private void ask(Map<String, List<Row<?>>> rows) throws SQLException {
        Map<String, String> labels = new HashMap<>();
        readings.forEach(reading -> reading.gauges().keySet().forEach(name -> labels.put(name, reading.label())));
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
        return readings.stream()
                .map(reading -> "(SELECT name, label, value::float8 FROM (%s) AS reading LIMIT %d)"
                        .formatted(reading.statement(), ROWS_LIMIT))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", "comptoir metrics");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_LIMIT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(ANSWER_LIMIT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(ANSWER_LIMIT_SECONDS));
        properties.setProperty("readOnly", "true");
        properties.setProperty("options", "-c statement_timeout=" + STATEMENT_LIMIT_MILLISECONDS);
        return properties;
    }

    private MultiGauge gauge(String name, String help) {
        return MultiGauge.builder(name).description(help).register(registry);
    }
}
