package dev.comptoir.platform.watch;

import dev.comptoir.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a Prometheus that looks at the instances anyway, over its HTTP API v1. */
public final class PrometheusHistory implements Watching {
    private static final Duration REACH = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** What else Prometheus looks at is not ours to show; a service whose instances are all away is, for an hour. */
    private static final String UP = "up and on (service) last_over_time(comptoir_build_info[1h])";

    private static final String COUNT = "http_server_request_duration_seconds_count";
    private static final String BUCKETS =
            "sum by (service, instance, le) (rate(http_server_request_duration_seconds_bucket[30s]))";
    private static final String ANSWERED = by("rate(" + COUNT + "[30s])");
    private static final String FAILED =
            by("rate(" + COUNT + "{http_response_status_code=~\"5..\"}[30s])") + " / " + ANSWERED;
    private static final String POOL = by("db_client_connection_count{db_client_connection_state=\"used\"}") + " / "
            + by("db_client_connection_max");

    private final URI address;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    /** @param address {@code http://host:port} */
    public PrometheusHistory(URI address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    private record Instance(String service, String name) implements Comparable<Instance> {
        @Override
        public int compareTo(Instance other) {
            return (service + '/' + name).compareTo(other.service + '/' + other.name);
        }
    }

    /** Values of one question, by instance and second of the epoch. */
    private record Series(Map<Instance, Map<Long, Double>> values) {
        @Nullable Double at(Instance instance, long second) {
            Double value = values.getOrDefault(instance, Map.of()).get(second);
            return value == null || value.isNaN() ? null : value;
        }

        double atOr(Instance instance, long second, double fallback) {
            Double value = at(instance, second);
            return value == null ? fallback : value;
        }
    }

    private static String by(String expression) {
        return "sum by (service, instance) (" + expression + ")";
    }

    @Override
    public List<Signals> signals() {
        long end = clock.instant().getEpochSecond() / STEP.toSeconds() * STEP.toSeconds();
        Series up = ask(UP, end);
        Series answered = ask(ANSWERED, end);
        Series failed = ask(FAILED, end);
        Series median = ask("1000 * histogram_quantile(0.5, " + BUCKETS + ")", end);
        Series slowest = ask("1000 * histogram_quantile(0.99, " + BUCKETS + ")", end);
        Series pool = ask(POOL, end);
        List<Signals> signals = new ArrayList<>();
        for (Instance instance : up.values().keySet()) {
            List<Signals.Point> points = new ArrayList<>();
            for (long second = end - REACH.toSeconds(); second <= end; second += STEP.toSeconds()) {
                Double rate = answered.at(instance, second);
                if (rate != null && up.atOr(instance, second, 0) > 0) {
                    points.add(new Signals.Point(
                            Instant.ofEpochSecond(second),
                            rate,
                            rate == 0 ? null : (Double) failed.atOr(instance, second, 0),
                            median.at(instance, second),
                            slowest.at(instance, second),
                            pool.atOr(instance, second, 0)));
                }
            }
            signals.add(new Signals(instance.service(), instance.name(), up.atOr(instance, end, 0) > 0, points));
        }
        return signals;
    }

    private Series ask(String question, long end) {
        String path = "/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                .formatted(
                        URLEncoder.encode(question, StandardCharsets.UTF_8),
                        end - REACH.toSeconds(),
                        end,
                        STEP.toSeconds());
        Map<Instance, Map<Long, Double>> values = new TreeMap<>();
        for (JsonNode series : read(path).path("data").path("result")) {
            JsonNode labels = series.path("metric");
            Map<Long, Double> line = new TreeMap<>();
            for (JsonNode point : series.path("values")) {
                line.put(point.path(0).asLong(), Double.valueOf(point.path(1).asString()));
            }
            values.put(
                    new Instance(
                            labels.path("service").asString("?"),
                            labels.path("instance").asString("?")),
                    line);
        }
        return new Series(values);
    }

    private JsonNode read(String path) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .timeout(LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("Prometheus answered " + response.statusCode());
            }
            return Json.read(response.body(), JsonNode.class);
        } catch (IOException away) {
            throw new IllegalStateException("Prometheus does not answer", away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
