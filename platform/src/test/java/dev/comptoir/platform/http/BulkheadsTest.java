package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No class of requests takes the places or the database connections of another. */
class BulkheadsTest {
    private static final int IN_FLIGHT = 40;

    /** The share of reads is 3, that of reports 2, that of deliveries 1. */
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
        server = HttpServer.of(settings, "Things", "/thing", new AnyPeer())
                .telemetry(telemetry)
                .serve("", Stream.of(Bulkhead.values()).map(this::held).toList())
                .serve(
                        "",
                        Stream.of(Bulkhead.values()).map(BulkheadsTest::quick).toList())
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
    void placesFollowTheSettings() {
        Map<String, Integer> places = Map.of(
                "writes",
                IN_FLIGHT,
                "reads",
                IN_FLIGHT,
                "reports",
                IN_FLIGHT / 4,
                "deliveries",
                IN_FLIGHT / 4,
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

    private static final class AnyPeer implements Authentication {
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
