package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Drill.Check;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Compares counts and latencies of a generator with the metrics of the same requests in Prometheus. */
final class MetricsCheck {
    private static final Duration SCRAPED = PrometheusServer.SCRAPE_INTERVAL.plusSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final double READS_PER_SECOND = 100;

    /** Slow enough that the time on the network does not count. */
    private static final double LOGINS_PER_SECOND = 5;

    private final DrillCluster cluster;
    private final PrometheusServer prometheus;

    MetricsCheck(DrillCluster cluster, PrometheusServer prometheus) {
        this.cluster = cluster;
        this.prometheus = prometheus;
    }

    List<Check> checks() {
        Sessions sessions = cluster.sessions();
        ApiClient headOffice = cluster.direct("headoffice-1", sessions.headOffice());
        Map<String, Object> login = cluster.cluster().login("bob", Map.of());
        List<Check> checks = new ArrayList<>();
        for (Route route : List.of(
                Route.read(cluster.direct("store-1", sessions.register(0)), "/sales"),
                Route.read(headOffice, "/sales"),
                Route.read(cluster.direct("logistics-1", sessions.warehouse()), "/stock"),
                new Route(headOffice, "/login", client -> client.post("/login", login), LOGINS_PER_SECOND, 0))) {
            checks.addAll(compare(route));
        }
        checks.add(killed("logistics-2"));
        return checks;
    }

    /**
     * A request at a constant rate to one instance.
     *
     * @param bucketsAbove how many buckets the p99 of the generator may be above the one of the service: on the same
     *     processors, the generator waits until the service reads the request, and until it reads the response itself
     */
    private record Route(
            ApiClient client, String path, Function<ApiClient, Response> request, double perSecond, int bucketsAbove) {
        static Route read(ApiClient client, String path) {
            return new Route(client, path, session -> session.get(path), READS_PER_SECOND, 1);
        }

        URI base() {
            return URI.create(client.base());
        }

        String name() {
            return base().getPath() + path;
        }

        Outcomes run(Duration time) {
            try (PlainConnections connections = PlainConnections.of(0, base().getPort())) {
                ApiClient plain = client.over(connections);
                Arrivals arrivals = Arrivals.constant(
                        name(),
                        perSecond,
                        arrival -> arrival.measure(name(), () -> request.apply(plain), response -> true));
                return new Generator(new Generator.Plan(List.of(arrivals), Duration.ZERO, time))
                        .run()
                        .all();
            }
        }
    }

    private List<Check> compare(Route route) {
        route.run(WARM_UP);
        Map<Double, Double> before = buckets(route);
        Outcomes outcomes = route.run(TIME);
        Map<Double, Double> increase = new TreeMap<>();
        buckets(route).forEach((end, count) -> increase.put(end, count - before.getOrDefault(end, 0.0)));
        double counted = increase.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        return List.of(
                new Check(
                        counted == outcomes.sent() && outcomes.sent() == outcomes.ok(),
                        "%s: %d requests sent, %d successful, %.0f counted"
                                .formatted(route.name(), outcomes.sent(), outcomes.ok(), counted)),
                p99(route, outcomes.latencies().percentile(99), increase, counted));
    }

    private static Check p99(Route route, double measured, Map<Double, Double> increase, double counted) {
        List<Double> above = increase.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= counted * 0.99)
                .map(Map.Entry::getKey)
                .toList();
        double high = above.getFirst();
        double highest = above.get(Math.min(route.bucketsAbove(), above.size() - 1));
        double low = increase.keySet().stream().filter(end -> end < high).reduce(0.0, Math::max);
        return new Check(
                measured > low * 1_000 && measured <= highest * 1_000,
                "%s: the p99 is %.1f ms by the generator, from %.1f to %.1f ms by the histogram"
                        .formatted(route.name(), measured, low * 1_000, high * 1_000));
    }

    /** Counts by upper bound in seconds, after a scrape of all requests. */
    private Map<Double, Double> buckets(Route route) {
        Pause.of(SCRAPED);
        Map<Double, Double> counts = new TreeMap<>();
        prometheus
                .series("http_server_request_duration_seconds_bucket{instance=\"%s\",http_route=\"%s\"}"
                        .formatted(route.base().getAuthority(), route.name()))
                .forEach(series -> counts.merge(
                        upperBound(series), series.path("value").path(1).asDouble(), Double::sum));
        return counts;
    }

    private static double upperBound(JsonNode series) {
        String le = series.path("metric").path("le").asString();
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    /** From the end of a process until Prometheus reports it as down. */
    private Check killed(String name) {
        String up = "up{instance=\"" + PrometheusServer.target(cluster.process(name)) + "\"}";
        cluster.cluster().kill(name);
        Instant killed = Instant.now();
        boolean down = Pause.until(() -> prometheus.value(up) == 0, SCRAPED, Duration.ofMillis(50));
        Duration after = Duration.between(killed, Instant.now());
        cluster.cluster().restart(name);
        return new Check(
                down,
                "a killed instance is down in Prometheus after %.1f s, at most %d s"
                        .formatted(after.toMillis() / 1e3, SCRAPED.toSeconds()));
    }
}
