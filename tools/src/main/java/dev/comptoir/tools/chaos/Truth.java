package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Drill.Finding;
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
        People people = scene.people();
        Http manager = scene.direct("headoffice-1", people.headOffice());
        List<Finding> findings = new ArrayList<>();
        for (Load load : List.of(
                Load.reads(scene.direct("store-1", people.registers().getFirst()), "/sales"),
                Load.reads(manager, "/sales"),
                Load.reads(scene.direct("logistics-1", people.warehouse()), "/stock"),
                Load.logins(manager, People.login(scene.cluster(), "bob")))) {
            findings.addAll(compare(load));
        }
        findings.add(killed("logistics-2"));
        return findings;
    }

    private List<Finding> compare(Load load) {
        load.run(load.requests / 3);
        Map<Double, Double> before = buckets(load);
        List<Double> milliseconds = load.run(load.requests);
        Map<Double, Double> increase = new TreeMap<>();
        buckets(load).forEach((end, count) -> increase.put(end, count - before.getOrDefault(end, 0.0)));
        double counted = increase.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        double own = milliseconds.get(milliseconds.size() * 99 / 100);
        List<Double> enough = increase.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= counted * 0.99)
                .map(Map.Entry::getKey)
                .toList();
        double high = enough.getFirst();
        double highest = enough.get(Math.min(load.bucketsAbove, enough.size() - 1));
        double low = increase.keySet().stream().filter(end -> end < high).reduce(0.0, Math::max);
        return List.of(
                new Finding(
                        counted == milliseconds.size(),
                        "%s: %d requests sent, %.0f counted".formatted(load.route(), milliseconds.size(), counted)),
                new Finding(
                        own > low * 1_000 && own <= highest * 1_000,
                        "%s: p99 is %.1f ms for the generator, in the bucket from %.1f to %.1f ms for the histogram"
                                .formatted(load.route(), own, low * 1_000, high * 1_000)));
    }

    /** CounterFamily by upper end in seconds, after a scrape that saw them all. */
    private Map<Double, Double> buckets(Load load) {
        Pause.of(SEEN_IN_TIME);
        Map<Double, Double> counts = new TreeMap<>();
        monitor.series("http_server_request_duration_seconds_bucket{instance=\"%s\",http_route=\"%s\"}"
                        .formatted(load.base().getAuthority(), load.route()))
                .forEach(one -> counts.merge(
                        end(one.path("metric").path("le").asString()),
                        one.path("value").path(1).asDouble(),
                        Double::sum));
        return counts;
    }

    private static double end(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    /**
     * The same request at a constant rate on one instance.
     *
     * @param bucketsAbove how far above the service's own bucket a generator on the same processors may see its p99: it
     *     waits until the service reads the request, and until it reads the answer itself
     */
    private record Load(Http direct, String path, String body, int perSecond, int requests, int bucketsAbove) {
        static Load reads(Http direct, String path) {
            return new Load(direct, path, "", 100, 3_000, 1);
        }

        /** Slow enough that their way to the service and back does not count. */
        static Load logins(Http direct, String body) {
            return new Load(direct, "/login", body, 5, 150, 0);
        }

        URI base() {
            return URI.create(direct.base());
        }

        String route() {
            return base().getPath() + path;
        }

        /** The milliseconds of each request from its intended moment, sorted. */
        List<Double> run(int count) {
            Queue<Double> milliseconds = new ConcurrentLinkedQueue<>();
            Instant start = Instant.now().plusMillis(100);
            try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
                for (int connection = 0; connection < CONNECTIONS; connection++) {
                    int first = connection;
                    connections.execute(() -> askEach(first, count, start, milliseconds));
                }
            }
            return milliseconds.stream().sorted().toList();
        }

        private void askEach(int first, int count, Instant start, Queue<Double> milliseconds) {
            try (Wire wire = Wire.asking(direct, path, body)) {
                for (int number = first; number < count; number += CONNECTIONS) {
                    Instant intended = start.plusMillis(1_000L / perSecond * number);
                    Pause.until(intended);
                    wire.ask();
                    milliseconds.add(Duration.between(intended, Instant.now()).toNanos() / 1e6);
                }
            }
        }
    }

    /** From the end of its process to the board. */
    private Finding killed(String name) {
        String up = "up{instance=\"" + Monitor.address(scene.running(name)) + "\"}";
        scene.cluster().kill(name);
        Instant killed = Instant.now();
        while (monitor.number(up) != 0) {
            Pause.of(Duration.ofMillis(50));
        }
        Duration seen = Duration.between(killed, Instant.now());
        scene.cluster().restart(name);
        return new Finding(
                seen.compareTo(SEEN_IN_TIME) <= 0,
                "a killed instance shows as down after %.1f s, at most %d s"
                        .formatted(seen.toMillis() / 1e3, SEEN_IN_TIME.toSeconds()));
    }
}
