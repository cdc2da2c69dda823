package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Snapshot.Rows;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks metrics and alerts by real requests and faults, with a real Prometheus on the files of {@code deploy/prometheus}. */
final class Drill {
    private static final Duration ALERT_LIMIT = Duration.ofMinutes(15);
    private static final Duration LONGEST_RUN = Duration.ofHours(2);
    private static final int REQUESTS_PER_SECOND = 12;

    private final DrillCluster cluster;
    private final PrometheusServer prometheus;
    private boolean passed = true;

    private Drill(DrillCluster cluster, PrometheusServer prometheus) {
        this.cluster = cluster;
        this.prometheus = prometheus;
    }

    /** A comparison and its result. */
    record Check(boolean passed, String description) {}

    /**
     * Takes 20 minutes.
     *
     * @param folder of Prometheus
     * @return whether all metrics are right and every alert fired
     */
    static boolean run(Cluster cluster, Path folder, Path project) {
        Sessions sessions = Sessions.logIn(cluster.state().address(), cluster);
        sessions.prepare(Snapshot.of(cluster).get(Rows.PRICES).size());
        try (PrometheusServer prometheus = PrometheusServer.start(folder, project, cluster);
                DrillCluster drillCluster = new DrillCluster(cluster, sessions)) {
            Drill drill = new Drill(drillCluster, prometheus);
            new MetricsCheck(drillCluster, prometheus).checks().forEach(drill::report);
            drill.fireAlerts();
            return drill.passed;
        }
    }

    private void report(Check check) {
        System.out.println((check.passed() ? "  ok      " : "  FAILED  ") + check.description());
        passed &= check.passed();
    }

    private void fireAlerts() {
        Arrivals arrivals = Arrivals.constant("day", REQUESTS_PER_SECOND, cluster::request);
        Generator load = new Generator(new Generator.Plan(List.of(arrivals), Duration.ZERO, LONGEST_RUN));
        load.run(() -> {
            Pause.of(PrometheusServer.SCRAPE_INTERVAL.multipliedBy(2));
            Set<String> before = prometheus.firing();
            report(new Check(before.isEmpty(), "no alert without a fault " + before));
            AlertScenario.ALL.forEach(this::fireAlerts);
            load.stop();
        });
    }

    private void fireAlerts(List<AlertScenario> together) {
        Map<String, Instant> awaited = new TreeMap<>();
        for (AlertScenario scenario : together) {
            System.out.println("  " + scenario.description());
            scenario.alerts().forEach(alert -> awaited.put(alert, Instant.now()));
            scenario.inject().accept(cluster);
        }
        boolean allFired = Pause.until(
                () -> {
                    reportFired(awaited);
                    return awaited.isEmpty();
                },
                ALERT_LIMIT,
                Duration.ofMillis(500));
        if (!allFired) {
            awaited.keySet().forEach(alert -> report(new Check(false, alert + " did not fire")));
        }
        together.forEach(scenario -> scenario.repair().accept(cluster));
    }

    private void reportFired(Map<String, Instant> awaited) {
        for (String alert : prometheus.firing()) {
            Instant injected = awaited.remove(alert);
            if (injected != null) {
                long seconds = Duration.between(injected, Instant.now()).toSeconds();
                report(new Check(true, "%s fired after %d s".formatted(alert, seconds)));
            }
        }
    }
}
