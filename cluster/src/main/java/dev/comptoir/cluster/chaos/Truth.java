package dev.comptoir.cluster.chaos;

import dev.comptoir.cluster.Cluster;
import dev.comptoir.cluster.Running;
import dev.comptoir.cluster.chaos.Drill.Finding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a generator counted and timed beside what Prometheus says of the same requests. */
final class Truth {
    private static final int WARM_UP = 1_000;
    private static final int REQUESTS = 3_000;
    private static final int REQUESTS_PER_SECOND = 100;
    private static final int CONNECTIONS = 4;
    private static final Duration SEEN_IN_TIME = Monitor.SCRAPE.plusSeconds(2);

    private final Scene scene;
    private final Monitor monitor;

    private Truth(Scene scene, Monitor monitor) {
        this.scene = scene;
        this.monitor = monitor;
    }

    static Truth of(Scene scene, Monitor monitor) {
        return new Truth(scene, monitor);
    }

    List<Finding> told() {
        List<Finding> findings = new ArrayList<>();
        People people = scene.people();
        findings.addAll(
                compare("store", scene.direct("store-1", people.registers().getFirst()), "/sales"));
        findings.addAll(compare("headoffice", scene.direct("headoffice-1", people.headOffice()), "/sales"));
        findings.addAll(compare("logistics", scene.direct("logistics-1", people.warehouse()), "/stock"));
        findings.add(stopped("logistics-2"));
        return findings;
    }

    /** A constant load on one route of one instance. */
    private List<Finding> compare(String service, Http direct, String path) {
        load(direct, path, WARM_UP);
        String instance = URI.create(direct.base()).getAuthority();
        String route = URI.create(direct.base()).getPath() + path;
        Map<Double, Double> before = buckets(instance, route);
        List<Double> milliseconds = load(direct, path, REQUESTS);
        Map<Double, Double> increase = new TreeMap<>();
        buckets(instance, route).forEach((end, count) -> increase.put(end, count - before.getOrDefault(end, 0.0)));
        double counted = increase.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        double own = milliseconds.get(milliseconds.size() * 99 / 100);
        double high = increase.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= counted * 0.99)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(Double.POSITIVE_INFINITY);
        double low = increase.keySet().stream().filter(end -> end < high).reduce(0.0, Math::max);
        return List.of(
                new Finding(
                        counted == milliseconds.size(),
                        "%s: %d requests sent, %.0f counted".formatted(service, milliseconds.size(), counted)),
                new Finding(
                        own > low * 1_000 && own <= high * 1_000,
                        "%s: p99 is %.1f ms for the generator, in the bucket from %.1f to %.1f ms for the histogram"
                                .formatted(service, own, low * 1_000, high * 1_000)));
    }

    /** Counts by upper end in seconds, after a scrape that saw them all. */
    private Map<Double, Double> buckets(String instance, String route) {
        Pause.of(SEEN_IN_TIME);
        Map<Double, Double> counts = new TreeMap<>();
        monitor.series("http_server_request_duration_seconds_bucket{instance=\"%s\",http_route=\"%s\"}"
                        .formatted(instance, route))
                .forEach(one -> counts.merge(
                        end(one.path("metric").path("le").asString()),
                        one.path("value").path(1).asDouble(),
                        Double::sum));
        return counts;
    }

    private static double end(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    /** The milliseconds of each request from its intended moment, sorted. */
    private static List<Double> load(Http direct, String path, int requests) {
        Queue<Double> milliseconds = new ConcurrentLinkedQueue<>();
        Instant start = Instant.now().plusMillis(100);
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int first = connection;
                connections.execute(() -> {
                    try (Wire wire = Wire.reading(direct, path)) {
                        for (int number = first; number < requests; number += CONNECTIONS) {
                            Instant intended = start.plusMillis(1_000L / REQUESTS_PER_SECOND * number);
                            Pause.until(intended);
                            wire.ask();
                            milliseconds.add(
                                    Duration.between(intended, Instant.now()).toNanos() / 1e6);
                        }
                    }
                });
            }
        }
        return milliseconds.stream().sorted().toList();
    }

    /** From the end of its process to the board. */
    private Finding stopped(String name) {
        Cluster cluster = scene.cluster();
        Running one = cluster.state().processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
        cluster.kill(name);
        Instant killed = Instant.now();
        while (monitor.number("up{instance=\"" + Monitor.address(one) + "\"}") != 0) {
            Pause.of(Duration.ofMillis(50));
        }
        Duration seen = Duration.between(killed, Instant.now());
        cluster.restart(name);
        return new Finding(
                seen.compareTo(SEEN_IN_TIME) <= 0,
                "a killed instance shows as down after %.1f s, at most %d s"
                        .formatted(seen.toMillis() / 1e3, SEEN_IN_TIME.toSeconds()));
    }
}
