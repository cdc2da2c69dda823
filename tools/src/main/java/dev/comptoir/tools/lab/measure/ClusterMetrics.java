package dev.comptoir.tools.lab.measure;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Processor time, memory and database figures, sampled from outside the services. */
final class ClusterMetrics {
    static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    private static final String POSTGRES = "postgres";
    private static final int MOST_PRODUCTS = 10_000;

    private final Cluster cluster;

    ClusterMetrics(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Seconds of processor time since the start, by process; 0 for a process that has ended. */
    Map<String, Double> cpu() {
        Map<String, Double> seconds = new TreeMap<>();
        for (ClusterProcess one : cluster.state().processes()) {
            seconds.put(
                    one.name(),
                    one.name().equals(POSTGRES) ? ProcessorTime.withChildren(one.pid()) : ProcessorTime.of(one.pid()));
        }
        seconds.put("lab", ProcessorTime.of(ProcessHandle.current().pid()));
        seconds.put("machine", ProcessorTime.ofMachine());
        return seconds;
    }

    /** Resident memory in MB, by process; of PostgreSQL without shared memory. */
    Map<String, Double> memory() {
        Map<String, Double> megabytes = new TreeMap<>();
        for (ClusterProcess one : cluster.state().processes()) {
            megabytes.put(
                    "memory." + one.name() + ".mb",
                    one.name().equals(POSTGRES)
                            ? ProcessHandle.of(one.pid()).stream()
                                    .flatMap(ProcessHandle::children)
                                    .mapToDouble(child -> resident(child.pid(), "RssAnon:"))
                                    .sum()
                            : resident(one.pid(), "VmRSS:"));
        }
        return megabytes;
    }

    private static double resident(long pid, String name) {
        return read("/proc/" + pid + "/status")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .sum();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException ended) {
            return "";
        }
    }

    /** Transactions by database; a read is a transaction of one statement. */
    Map<String, Double> transactions() {
        Map<String, Double> counts = new TreeMap<>();
        SERVICES.forEach(
                service -> counts.put(
                        service,
                        number(
                                service,
                                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")));
        return counts;
    }

    /** Open connections: {@code connections}, and those with a running statement: {@code active}. */
    Map<String, Double> connections() {
        Map<String, Double> sums = new HashMap<>(Map.of("connections", 0.0, "active", 0.0));
        for (String service : SERVICES) {
            sums.merge("connections", number(service, others("true")), Double::sum);
            sums.merge("active", number(service, others("state = 'active'")), Double::sum);
        }
        return sums;
    }

    private static String others(String condition) {
        return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
                + condition;
    }

    /** Events in the outboxes that are not delivered yet. */
    double backlog() {
        return SERVICES.stream()
                .mapToDouble(service -> number(service, "SELECT count(*) FROM outbox_backlog"))
                .sum();
    }

    /** Versions by product, from the database: a cached response could be stale. */
    Map<Long, Long> versions(String category) {
        Map<Long, Long> versions = new TreeMap<>();
        try (Connection connection = cluster.connect("headoffice");
                PreparedStatement statement =
                        connection.prepareStatement("SELECT id, version FROM product WHERE category = ? LIMIT ?")) {
            statement.setString(1, category);
            statement.setInt(2, MOST_PRODUCTS);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                versions.put(rows.getLong("id"), rows.getLong("version"));
            }
            return versions;
        } catch (SQLException failure) {
            throw new IllegalStateException("the versions of products cannot be read", failure);
        }
    }

    double number(String service, String query) {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(query, failure);
        }
    }
}
