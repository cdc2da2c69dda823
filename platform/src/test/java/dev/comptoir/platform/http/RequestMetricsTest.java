package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.openapi.ApiDocs;
import dev.comptoir.platform.settings.CacheSettings;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.HttpSettings;
import dev.comptoir.platform.settings.ReconciliationSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.settings.TelemetrySettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every response is counted exactly once, labels have few values, and gauges show the server, its pool and the process. */
class RequestMetricsTest {
    private static final String COUNT = "http_server_request_duration_seconds_count";
    private static final int IN_FLIGHT = 4;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final Semaphore held = new Semaphore(0);
    private final CountDownLatch streamEnds = new CountDownLatch(1);
    private DatabaseSettings databaseSettings;
    private Telemetry telemetry;
    private Database database;
    private HttpServer server;

    @BeforeEach
    void start() {
        databaseSettings = TestPostgres.newDatabase("metrics", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        start(settings(TelemetrySettings.DEFAULT));
    }

    private void start(ServiceSettings settings) {
        telemetry = Telemetry.of(settings);
        database =
                Database.open(databaseSettings, "classpath:dev/comptoir/platform/testmigrations", telemetry.metrics());
        server = HttpServer.of(settings, "Things", "/thing", new NoCallers())
                .documentedBy(ApiDocs::assets)
                .telemetry(telemetry)
                .serve("/thing/api/v1", endpoints())
                .start();
    }

    private ServiceSettings settings(TelemetrySettings telemetrySettings) {
        return new ServiceSettings(
                "thing",
                new HttpSettings("127.0.0.1", 0, Duration.ZERO, IN_FLIGHT, false),
                databaseSettings,
                Map.of(),
                Duration.ofHours(1),
                telemetrySettings,
                CacheSettings.EXACT,
                ReconciliationSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        held.release(100);
        streamEnds.countDown();
        server.close();
        database.close();
        telemetry.close();
    }

    private List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/things/{id}", "One thing")
                        .access(Access.anyone())
                        .takes(Parameter.pathNumber("id", "The thing"))
                        .returnsNoContent()
                        .handledBy(request -> Response.noContent()),
                Endpoint.get("/held", "Responds when it is released")
                        .access(Access.anyone())
                        .bulkhead(Bulkhead.READS)
                        .returnsNoContent()
                        .handledBy(request -> {
                            held.acquireUninterruptibly();
                            return Response.noContent();
                        }),
                Endpoint.get("/mine", "For clerks")
                        .access(Access.staff("clerk"))
                        .returnsNoContent()
                        .handledBy(request -> Response.noContent()),
                Endpoint.get("/live", "A stream").access(Access.anyone()).streamedBy((request, stream) -> {
                    while (!stream.isClosed() && streamEnds.getCount() > 0) {
                        stream.keepAlive();
                        Thread.onSpinWait();
                    }
                }));
    }

    private HttpResponse<String> send(String method, String path) {
        try {
            return HTTP.send(request(method, path), HttpResponse.BodyHandlers.ofString());
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private MetricsPage page() {
        return MetricsPage.of(server.port());
    }

    /** A request is counted when its response is complete, a moment after the client has received it. */
    private void counts(int expected, String... labels) {
        await().untilAsserted(() -> assertThat(page().sum(COUNT, labels)).isEqualTo(expected));
    }

    private void counts(int expected, String route, String method, int status, String problem) {
        counts(
                expected,
                "http_route",
                route,
                "http_request_method",
                method,
                "http_response_status_code",
                Integer.toString(status),
                "error_type",
                problem);
    }

    @Test
    void everyResponseIsCountedOnceByRouteMethodStatusAndProblem() {
        for (int id = 0; id < 7; id++) {
            assertThat(send("GET", "/thing/api/v1/things/" + id).statusCode()).isEqualTo(204);
        }
        for (int time = 0; time < 3; time++) {
            assertThat(send("GET", "/thing/api/v1/mine").statusCode()).isEqualTo(401);
            assertThat(send("POST", "/thing/api/v1/mine").statusCode()).isEqualTo(405);
            assertThat(send("GET", "/thing/docs").statusCode()).isEqualTo(200);
        }
        counts(7, "http_route", "/thing/api/v1/things/{id}");
        counts(7, "/thing/api/v1/things/{id}", "GET", 204, "");
        counts(3, "/thing/api/v1/mine", "GET", 401, "unauthenticated");
        counts(3, "unknown", "POST", 405, "method-not-allowed");
        counts(3, "http_route", "assets");
        assertThat(page().sum("http_server_request_duration_seconds_bucket", "http_route", "assets", "le", "+Inf"))
                .isEqualTo(3);
        assertThat(page().sum("http_server_request_duration_seconds_bucket", "http_route", "assets", "le", "10.0"))
                .isEqualTo(3);
    }

    @Test
    void tenThousandUnknownPathsAndMethodsCreateFewSeries() {
        Random random = new Random(1);
        int before = page().values().size();
        String[] methods = {"GET", "POST", "DELETE", "BREW", "PROPFIND"};
        try (var clients = java.util.concurrent.Executors.newFixedThreadPool(8)) {
            for (int count = 0; count < 10_000; count++) {
                String path = "/"
                        + Long.toString(random.nextLong() & Long.MAX_VALUE, 36).replace('0', '/');
                String method = methods[count % methods.length];
                clients.execute(() -> send(method, path));
            }
        }
        counts(2_000, "http_route", "unknown", "http_request_method", "GET");
        counts(4_000, "http_route", "unknown", "http_request_method", "_OTHER");
        assertThat(page().values().size() - before).isBetween(1, 200);
    }

    @Test
    void malformedRequestsAreCountedToo() throws IOException {
        assertThat(send("GET", "/thing/api/v1/%00").statusCode()).isEqualTo(400);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("NONSENSE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream response = socket.getInputStream();
            assertThat(new String(response.readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400");
        }
        counts(2, "http_route", "unknown", "http_response_status_code", "400", "error_type", "invalid-request");
    }

    @Test
    void requestsInFlightAreMeasuredAndThoseBeyondTheLimitRejected() {
        assertThat(page().sum("http_server_active_requests")).isZero();
        assertThat(page().sum("comptoir_http_active_requests_limit", "bulkhead", "reads"))
                .isEqualTo(IN_FLIGHT);
        List<CompletableFuture<HttpResponse<String>>> waiting = java.util.stream.IntStream.range(0, IN_FLIGHT)
                .mapToObj(any ->
                        HTTP.sendAsync(request("GET", "/thing/api/v1/held"), HttpResponse.BodyHandlers.ofString()))
                .toList();
        await().untilAsserted(() ->
                assertThat(page().sum("http_server_active_requests")).isEqualTo(IN_FLIGHT));
        assertThat(send("GET", "/thing/api/v1/held").statusCode()).isEqualTo(429);
        assertThat(send("GET", "/thing/api/v1/held").statusCode()).isEqualTo(429);
        assertThat(page().sum("comptoir_http_requests_rejected_total", "reason", "in-flight", "bulkhead", "reads"))
                .isEqualTo(2);
        assertThat(page().sum("comptoir_http_requests_rejected_total")).isEqualTo(2);
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(200);
        held.release(IN_FLIGHT);
        waiting.forEach(CompletableFuture::join);
        counts(IN_FLIGHT, "http_route", "/thing/api/v1/held", "http_response_status_code", "204");
        counts(2, "http_route", "/thing/api/v1/held", "error_type", "too-many-requests");
        assertThat(page().sum("http_server_active_requests")).isZero();
    }

    @Test
    void anOpenEventStreamIsMeasuredButNotTimed() {
        CompletableFuture<HttpResponse<String>> stream =
                HTTP.sendAsync(request("GET", "/thing/api/v1/live"), HttpResponse.BodyHandlers.ofString());
        await().untilAsserted(() ->
                assertThat(page().sum("comptoir_http_active_streams")).isEqualTo(1));
        streamEnds.countDown();
        stream.join();
        await().untilAsserted(() ->
                assertThat(page().sum("comptoir_http_active_streams")).isZero());
        assertThat(page().has(COUNT, "http_route", "/thing/api/v1/live")).isFalse();
    }

    @Test
    void anExhaustedPoolShowsItsWaitingCallers() throws SQLException {
        assertThat(page().sum("db_client_connection_max")).isEqualTo(databaseSettings.pool());
        double timeouts = page().sum("db_client_connection_timeouts_total");
        double waits = page().sum("db_client_connection_wait_time_seconds_count");
        List<Connection> all = new java.util.ArrayList<>();
        for (int count = 0; count < databaseSettings.pool(); count++) {
            all.add(database.connection());
        }
        assertThat(page().sum("db_client_connection_count", "db_client_connection_state", "used"))
                .isEqualTo(databaseSettings.pool());
        assertThat(page().sum("db_client_connection_wait_time_seconds_count") - waits)
                .isEqualTo(databaseSettings.pool());
        CompletableFuture<Integer> caller = CompletableFuture.supplyAsync(() -> database.read(
                sql -> sql.createQuery("SELECT 1").mapTo(Integer.class).one()));
        await().untilAsserted(() ->
                assertThat(page().sum("db_client_connection_pending_requests")).isEqualTo(1));
        assertThat(caller).failsWithin(Duration.ofSeconds(10));
        assertThat(page().sum("db_client_connection_timeouts_total") - timeouts).isEqualTo(1);
        double uses = page().sum("db_client_connection_use_time_seconds_count");
        for (Connection connection : all) {
            connection.close();
        }
        assertThat(page().sum("db_client_connection_use_time_seconds_count") - uses)
                .isEqualTo(databaseSettings.pool());
        assertThat(page().sum("db_client_connection_count", "db_client_connection_state", "used"))
                .isZero();
    }

    @Test
    void processAndServiceAreDescribed() {
        assertThat(page().names())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_memory_max_bytes",
                        "jvm_threads_live_threads",
                        "process_cpu_usage",
                        "process_uptime_seconds",
                        "process_files_open_files");
        System.gc();
        await().untilAsserted(() ->
                assertThat(page().sum("jvm_gc_pause_seconds_count")).isPositive());
        assertThat(page().sum("comptoir_build_info", "service_name", "thing")).isEqualTo(1);
    }

    @Test
    void disabledMetricsAreNotServed() {
        stop();
        start(settings(new TelemetrySettings(false, null, 100)));
        assertThat(send("GET", "/metrics").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/thing/api/v1/things/1").statusCode()).isEqualTo(204);
    }

    private static final class NoCallers implements Authentication {
        @Override
        public Caller staff(String token) {
            throw Refused.invalid("no token is valid");
        }

        @Override
        public Caller peer(String token) {
            throw Refused.invalid("no token is valid");
        }
    }
}
