package dev.comptoir.tools.bench;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.lab.measure.ProcessorTime;
import dev.comptoir.tools.load.Pause;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processor time of a cluster, by part; and the end of the work that its requests have caused. */
record ClusterCost(Cluster cluster) {
    private static final String GENERATOR = "generator";
    private static final String POSTGRES = "postgres";
    private static final String TRAEFIK = "traefik";

    /** Parts of a part, which no sum counts twice: {@code store: compiler}. */
    private static final String OF_WHICH = ": ";

    private static final Pattern BACKEND =
            Pattern.compile("postgres: (store|headoffice|logistics) \\1 .*", Pattern.DOTALL);
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(2);
    private static final Duration DELIVERY_POLL = Duration.ofMillis(250);

    /** Waits until every event has had its effect. */
    void settle() {
        long limit = System.nanoTime() + DELIVERY_LIMIT.toNanos();
        while (owesEvents()) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("events are still not delivered after " + DELIVERY_LIMIT);
            }
            Pause.of(DELIVERY_POLL);
        }
    }

    private boolean owesEvents() {
        return cluster.state().instances().stream()
                .map(ClusterProcess::service)
                .anyMatch(service -> isTrue(service, "SELECT EXISTS (SELECT FROM outbox_backlog)"));
    }

    private boolean isTrue(String service, String query) {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(query, failure);
        }
    }

    static boolean isPartOfTheSystem(String part) {
        return !part.equals(GENERATOR) && !part.contains(OF_WHICH);
    }

    /**
     * Seconds of processor time since the start, by part: {@code store}, {@code postgres store} (the connections to its
     * database), {@code postgres other} (log writer, checkpoints, vacuum), {@code store: compiler}, {@code generator}.
     */
    Map<String, Double> processorTime() {
        Map<String, Double> seconds = new TreeMap<>();
        for (ClusterProcess one : cluster.state().processes()) {
            switch (one.service()) {
                case POSTGRES -> seconds.putAll(ofPostgres(one.pid()));
                case TRAEFIK -> seconds.put(TRAEFIK, ProcessorTime.of(one.pid()));
                default -> seconds.putAll(ofService(one));
            }
        }
        seconds.put(GENERATOR, ProcessorTime.of(ProcessHandle.current().pid()));
        return seconds;
    }

    private static Map<String, Double> ofService(ClusterProcess one) {
        Map<String, Double> seconds = new TreeMap<>();
        ProcessorTime.ofThreads(one.pid(), ClusterCost::kindOfThread)
                .forEach((kind, time) -> seconds.put(one.service() + OF_WHICH + kind, time));
        seconds.put(one.service(), ProcessorTime.of(one.pid()));
        return seconds;
    }

    /** @param name as HotSpot gives it, cut to 15 characters by Linux */
    private static String kindOfThread(String name) {
        if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
            return "compiler";
        }
        return Set.of("G1", "GC", "VM").contains(name.split("[ _]", 2)[0]) ? "collector" : "requests and relays";
    }

    private static Map<String, Double> ofPostgres(long postmaster) {
        Map<String, Double> seconds = new TreeMap<>(ProcessorTime.ofChildren(postmaster, ClusterCost::database));
        seconds.remove(POSTGRES + " other");
        double backends =
                seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        seconds.put(POSTGRES + " other", ProcessorTime.withChildren(postmaster) - backends);
        return seconds;
    }

    private static String database(String commandLine) {
        Matcher backend = BACKEND.matcher(commandLine);
        return POSTGRES + " " + (backend.matches() ? backend.group(1) : "other");
    }
}
