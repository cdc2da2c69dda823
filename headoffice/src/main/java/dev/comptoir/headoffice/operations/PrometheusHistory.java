package dev.comptoir.headoffice.operations;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The signals from a Prometheus that scrapes the instances, over its HTTP API v1. */
public final class PrometheusHistory implements SignalHistory {
    private static final Duration RANGE = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Only Comptoir's services; one whose instances are all down is still listed for an hour. */
    private static final String UP = "up and on (service) last_over_time(comptoir_build_info[1h])";

    private static final String COUNT = "http_server_request_duration_seconds_count";
    private static final String BUCKETS =
            "sum by (service, instance, le) (rate(http_server_request_duration_seconds_bucket[30s]))";
    private static final String REQUESTS = byInstance("rate(" + COUNT + "[30s])");
    private static final String FAILED =
            byInstance("rate(" + COUNT + "{http_response_status_code=~\"5..\"}[30s])") + " / " + REQUESTS;
    private static final String MEDIAN = "1000 * histogram_quantile(0.5, " + BUCKETS + ")";
    private static final String SLOWEST = "1000 * histogram_quantile(0.99, " + BUCKETS + ")";
    private static final String POOL = byInstance("db_client_connection_count{db_client_connection_state=\"used\"}")
            + " / " + byInstance("db_client_connection_max");

    private final URI address;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
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

    /** The result of one query: values by instance and second of the epoch. */
    private record Matrix(Map<Instance, Map<Long, Double>> values) {
        @Nullable Double at(Instance instance, long second) {
            Double value = values.getOrDefault(instance, Map.of()).get(second);
            return value == null || value.isNaN() ? null : value;
        }

        double atOrZero(Instance instance, long second) {
            Double value = at(instance, second);
            return value == null ? 0 : value;
        }
    }

    private record Results(Matrix up, Matrix requests, Matrix failed, Matrix median, Matrix slowest, Matrix pool) {}

    private static String byInstance(String expression) {
        return "sum by (service, instance) (" + expression + ")";
    }

    @Override
    public List<GoldenSignals> signals() {
        long end = clock.instant().getEpochSecond() / STEP.toSeconds() * STEP.toSeconds();
        Results results = new Results(
                query(UP, end),
                query(REQUESTS, end),
                query(FAILED, end),
                query(MEDIAN, end),
                query(SLOWEST, end),
                query(POOL, end));
        return results.up().values().keySet().stream()
                .map(instance -> signals(results, instance, end))
                .toList();
    }

    private static GoldenSignals signals(Results results, Instance instance, long end) {
        List<GoldenSignals.Point> points = LongStream.iterate(
                        end - RANGE.toSeconds(), second -> second <= end, second -> second + STEP.toSeconds())
                .filter(second -> results.requests().at(instance, second) != null)
                .filter(second -> results.up().atOrZero(instance, second) > 0)
                .mapToObj(second -> point(results, instance, second))
                .toList();
        return new GoldenSignals(
                instance.service(), instance.name(), results.up().atOrZero(instance, end) > 0, points);
    }

    private static GoldenSignals.Point point(Results results, Instance instance, long second) {
        double rate = results.requests().atOrZero(instance, second);
        return new GoldenSignals.Point(
                Instant.ofEpochSecond(second),
                rate,
                rate == 0 ? null : (Double) results.failed().atOrZero(instance, second),
                results.median().at(instance, second),
                results.slowest().at(instance, second),
                results.pool().atOrZero(instance, second));
    }

    private Matrix query(String expression, long end) {
        String path = "/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                .formatted(
                        URLEncoder.encode(expression, StandardCharsets.UTF_8),
                        end - RANGE.toSeconds(),
                        end,
                        STEP.toSeconds());
        Map<Instance, Map<Long, Double>> values = new TreeMap<>();
        for (JsonNode series : get(path).path("data").path("result")) {
            JsonNode labels = series.path("metric");
            Map<Long, Double> samples = new TreeMap<>();
            for (JsonNode sample : series.path("values")) {
                samples.put(
                        sample.path(0).asLong(), Double.valueOf(sample.path(1).asString()));
            }
            values.put(
                    new Instance(
                            labels.path("service").asString("?"),
                            labels.path("instance").asString("?")),
                    samples);
        }
        return new Matrix(values);
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("Prometheus returned status " + response.statusCode());
            }
            return Json.read(response.body(), JsonNode.class);
        } catch (IOException unreachable) {
            throw new IllegalStateException("Prometheus does not respond", unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the query was interrupted", stopped);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
