package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No class of requests takes the places or the database connections of another. */
class BulkheadsTest {
    private static final int IN_FLIGHT = 40;

    /** The share of reads is 2, that of reports 2, that of deliveries and of anonymous reads 1 each. */
    private static final int POOL = 8;

    private final Semaphore released = new Semaphore(0);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private Telemetry telemetry;
    private HttpServer server;

    @BeforeEach
    void start() {
        ServiceSettings settings = new ServiceSettings(
                "thing",
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "none", "none", POOL),
                Map.of(),
                Duration.ZERO,
                Duration.ofHours(1),
                IN_FLIGHT,
                false);
        telemetry = Telemetry.of(settings);
        server = HttpServer.of(settings, "Things", "/thing", new AnyToken())
                .telemetry(telemetry)
                .serve("", Stream.of(Bulkhead.values()).map(this::held).toList())
                .serve(
                        "",
                        Stream.of(Bulkhead.values()).map(BulkheadsTest::quick).toList())
                .serve(
                        "",
                        List.of(list(Access.anyone(), "/stores"), list(Access.staff("clerk"), "/products"), guarded()))
                .start();
    }

    private Endpoint held(Bulkhead bulkhead) {
        return Endpoint.post("/held/" + bulkhead.word(), "Responds when it is released")
                .access(Access.anyone())
                .bulkhead(bulkhead)
                .returnsNoContent()
                .handledBy(request -> {
                    released.acquireUninterruptibly();
                    return Response.noContent();
                });
    }

    private static Endpoint quick(Bulkhead bulkhead) {
        return Endpoint.post("/quick/" + bulkhead.word(), "Responds at once")
                .access(Access.anyone())
                .bulkhead(bulkhead)
                .returnsNoContent()
                .handledBy(request -> Response.noContent());
    }

    private Endpoint list(Access access, String path) {
        return Endpoint.get(path, "Responds when it is released")
                .access(access)
                .returnsNoContent()
                .handledBy(request -> {
                    released.acquireUninterruptibly();
                    return Response.noContent();
                });
    }

    private static Endpoint guarded() {
        return Endpoint.post("/guarded/{number}", "Requires a token and a body")
                .access(Access.staff("clerk"))
                .takes(Parameter.pathNumber("number", "Any"))
                .bulkhead(Bulkhead.DELIVERIES)
                .body(Text.class)
                .returnsNoContent()
                .handledBy(request -> Response.noContent());
    }

    /** What is sent. */
    record Text(String text) {}

    @AfterEach
    void stop() {
        released.release(10_000);
        server.close();
        clients.close();
        telemetry.close();
    }

    private TestHttp http() {
        return TestHttp.of("http://127.0.0.1:" + server.port());
    }

    private List<CompletableFuture<TestHttp.Reply>> hold(Bulkhead bulkhead, int requests) {
        List<CompletableFuture<TestHttp.Reply>> replies = new ArrayList<>();
        for (int request = 0; request < requests; request++) {
            replies.add(CompletableFuture.supplyAsync(() -> http().post("/held/" + bulkhead.word(), ""), clients));
        }
        return replies;
    }

    private void awaitInFlight(Bulkhead bulkhead, int requests) {
        await().untilAsserted(() -> assertThat(
                        MetricsPage.of(server.port()).sum("http_server_active_requests", "bulkhead", bulkhead.word()))
                .isEqualTo(requests));
    }

    private static long refused(List<CompletableFuture<TestHttp.Reply>> replies) {
        return replies.stream()
                .filter(reply -> reply.isDone() && reply.join().status() == 429)
                .count();
    }

    @ParameterizedTest
    @EnumSource(Bulkhead.class)
    void aFullBulkheadRejectsItsOwnRequestsAtOnceAndNoOthers(Bulkhead full) {
        List<CompletableFuture<TestHttp.Reply>> replies = hold(full, 2 * IN_FLIGHT);
        int places =
                (int) MetricsPage.of(server.port()).sum("comptoir_http_active_requests_limit", "bulkhead", full.word());
        await().untilAsserted(() -> assertThat(refused(replies)).isGreaterThanOrEqualTo(2L * IN_FLIGHT - places));
        for (Bulkhead bulkhead : Bulkhead.values()) {
            if (bulkhead != full) {
                assertThat(http().post("/quick/" + bulkhead.word(), "").status())
                        .isEqualTo(204);
            }
        }
        released.release(2 * IN_FLIGHT);
        for (CompletableFuture<TestHttp.Reply> reply : replies) {
            if (reply.join().status() == 429) {
                assertThat(reply.join().problem()).isEqualTo("too-many-requests");
                assertThat(reply.join().header("Retry-After")).isEqualTo("1");
            }
        }
        assertThat(http().post("/quick/" + full.word(), "").status()).isEqualTo(204);
    }

    @Test
    void anonymousReadsTakeNoPlaceOfTheReadsOfStaff() {
        List<CompletableFuture<TestHttp.Reply>> flood = new ArrayList<>();
        for (int request = 0; request < 2 * IN_FLIGHT; request++) {
            flood.add(CompletableFuture.supplyAsync(() -> http().get("/stores"), clients));
        }
        await().untilAsserted(() -> assertThat(refused(flood)).isGreaterThanOrEqualTo(2L * IN_FLIGHT - IN_FLIGHT / 4));
        CompletableFuture<TestHttp.Reply> staff =
                CompletableFuture.supplyAsync(() -> http().as("a token").get("/products"), clients);
        awaitInFlight(Bulkhead.READS, 1);
        released.release(3 * IN_FLIGHT);
        assertThat(staff.join().status()).isEqualTo(204);
    }

    @Test
    void aFullBulkheadRejectsBeforeItChecksTheTokenAndKeepsTheConnection() throws IOException {
        List<CompletableFuture<TestHttp.Reply>> replies = hold(Bulkhead.DELIVERIES, IN_FLIGHT / 4);
        awaitInFlight(Bulkhead.DELIVERIES, IN_FLIGHT / 4);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            for (int request = 1; request <= 3; request++) {
                socket.getOutputStream().write(guardedRequest(request).getBytes(StandardCharsets.US_ASCII));
                assertThat(response(socket))
                        .startsWith("HTTP/1.1 429")
                        .contains("Content-Type: application/problem+json\r\n")
                        .contains("Retry-After: 1\r\n")
                        .contains("Cache-Control: no-store\r\n")
                        .contains("X-Content-Type-Options: nosniff\r\n")
                        .contains("X-Request-Id: request-" + request + "\r\n")
                        .doesNotContainIgnoringCase("Connection: close")
                        .endsWith("\"detail\":\"too many requests of this kind are in flight\",\"requestId\":\"request-"
                                + request + "\"}");
            }
        }
        MetricsPage page = MetricsPage.of(server.port());
        assertThat(page.sum("comptoir_http_requests_rejected_total", "bulkhead", "deliveries"))
                .isEqualTo(3);
        assertThat(page.sum("http_server_request_duration_seconds_count", "http_route", "/guarded/{number}"))
                .isEqualTo(3);
        released.release(IN_FLIGHT);
        replies.forEach(CompletableFuture::join);
    }

    @Test
    void aRejectedRequestWhoseBodyArrivesLateGetsTheSameResponse() throws Exception {
        List<CompletableFuture<TestHttp.Reply>> replies = hold(Bulkhead.DELIVERIES, IN_FLIGHT / 4);
        awaitInFlight(Bulkhead.DELIVERIES, IN_FLIGHT / 4);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String request = guardedRequest(1);
            socket.getOutputStream()
                    .write(request.substring(0, request.length() - 5).getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(300);
            released.release(IN_FLIGHT);
            replies.forEach(CompletableFuture::join);
            socket.getOutputStream()
                    .write(request.substring(request.length() - 5).getBytes(StandardCharsets.US_ASCII));
            assertThat(response(socket))
                    .as("although places are free by now: a part of the body was skipped")
                    .startsWith("HTTP/1.1 429")
                    .contains("Retry-After: 1\r\n")
                    .endsWith("\"requestId\":\"request-1\"}");
        }
    }

    private static String guardedRequest(int number) {
        return """
                POST /guarded/%d HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                X-Request-Id: request-%d\r
                Content-Length: 12\r
                \r
                {"text":"a"}""".formatted(number, number);
    }

    /** Head and body of one response. */
    private static String response(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int character = socket.getInputStream().read();
            assertThat(character).as("the connection is open after: " + text).isNotNegative();
            text.append((char) character);
        }
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(text);
        assertThat(length.find()).isTrue();
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        return text + new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void placesFollowTheSettings() {
        Map<String, Integer> places = Map.of(
                "writes",
                IN_FLIGHT,
                "reads",
                IN_FLIGHT,
                "anonymous",
                IN_FLIGHT / 4,
                "reports",
                IN_FLIGHT / 4,
                "deliveries",
                IN_FLIGHT / 4,
                "documents",
                16,
                "emails",
                8,
                "logins",
                16,
                "probes",
                16);
        places.forEach((bulkhead, limit) -> assertThat(
                        MetricsPage.of(server.port()).sum("comptoir_http_active_requests_limit", "bulkhead", bulkhead))
                .as(bulkhead)
                .isEqualTo((double) limit));
    }

    @Test
    void reportsWaitForTheirShareOfTheConnectionsAndAreThenRejected() {
        List<CompletableFuture<TestHttp.Reply>> replies = hold(Bulkhead.REPORTS, 6);
        awaitInFlight(Bulkhead.REPORTS, 6);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(refused(replies)).isEqualTo(4));
        assertThat(MetricsPage.of(server.port()).sum("comptoir_http_requests_rejected_total", "bulkhead", "reports"))
                .isEqualTo(4);
        released.release(2);
        assertThat(replies.stream().map(reply -> reply.join().status()))
                .containsOnly(204, 429)
                .filteredOn(status -> status == 204)
                .hasSize(2);
    }

    @Test
    void aReportThatFindsAConnectionInTimeSucceeds() {
        List<CompletableFuture<TestHttp.Reply>> replies = hold(Bulkhead.REPORTS, 4);
        awaitInFlight(Bulkhead.REPORTS, 4);
        released.release(4);
        assertThat(replies.stream().map(reply -> reply.join().status())).containsOnly(204);
    }

    private static final class AnyToken implements Authentication {
        @Override
        public Caller staff(String token) {
            return new Caller("alice", "clerk", Map.of(), "1", Instant.MAX);
        }

        @Override
        public Caller peer(String token) {
            throw Refused.invalid("no token is valid");
        }
    }
}
