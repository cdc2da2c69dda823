package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A server waits for requests in flight when it stops, for a limited time, and for nothing else. */
class StopTest {
    private static final Authentication NOBODY = new Authentication() {
        @Override
        public Caller staff(String token) {
            throw new Refused(ProblemType.UNAUTHENTICATED, "nobody may do this");
        }

        @Override
        public Caller peer(String token) {
            throw new Refused(ProblemType.UNAUTHENTICATED, "nobody may do this");
        }
    };

    private final CountDownLatch started = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpServer server(Duration gracePeriod, Duration work) {
        ServiceSettings settings = new ServiceSettings(
                "thing",
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "none", "none", 1),
                Map.of(),
                Duration.ZERO,
                Duration.ofHours(1),
                64,
                false);
        return HttpServer.of(settings, "Things", "/thing", NOBODY)
                .gracePeriod(gracePeriod)
                .serve(
                        "",
                        List.of(
                                Endpoint.get("/slow", "Works for some time")
                                        .access(Access.anyone())
                                        .returnsNoContent()
                                        .handledBy(request -> {
                                            work(work);
                                            return Response.noContent();
                                        }),
                                Endpoint.get("/sent", "Works for some time after the client has the whole response")
                                        .access(Access.anyone())
                                        .returnsNoContent()
                                        .handledBy(request -> {
                                            sendWhole(request);
                                            work(work);
                                            return Response.noContent();
                                        })))
                .start();
    }

    /** As a slow machine does that is interrupted between the last byte and the end of a request. */
    private static void sendWhole(Request request) {
        try {
            Field context = Request.class.getDeclaredField("context");
            context.setAccessible(true);
            HttpServletResponse response = ((Context) context.get(request)).res();
            response.setContentLength(2);
            response.getOutputStream().write("ok".getBytes(StandardCharsets.UTF_8));
        } catch (ReflectiveOperationException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void work(Duration time) {
        started.countDown();
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            Thread.interrupted();
            LockSupport.parkNanos(10_000_000);
        }
    }

    private CompletableFuture<HttpResponse<String>> begin(HttpServer server, String path) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        started.await();
        return response;
    }

    private static Duration close(HttpServer server) {
        Instant start = Instant.now();
        server.close();
        return Duration.between(start, Instant.now());
    }

    @Test
    void aRequestInFlightGetsItsResponse() throws Exception {
        HttpServer server = server(Duration.ofSeconds(20), Duration.ofMillis(2_500));
        CompletableFuture<HttpResponse<String>> response = begin(server, "/slow");
        assertThat(close(server)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
        assertThat(response.get().statusCode()).isEqualTo(204);
    }

    @Test
    void aRequestThatTakesLongerThanTheGracePeriodDoesNotKeepTheServerFromStopping() throws Exception {
        HttpServer server = server(Duration.ofSeconds(1), Duration.ofSeconds(8));
        CompletableFuture<HttpResponse<String>> response = begin(server, "/slow");
        assertThat(close(server)).isLessThan(Duration.ofSeconds(6));
        assertThat(response).failsWithin(Duration.ofSeconds(1));
    }

    @Test
    void aRequestThatEndsDuringTheStopLeavesNoIdleConnectionToWaitFor() throws Exception {
        HttpServer server = server(Duration.ofSeconds(8), Duration.ofSeconds(2));
        assertThat(begin(server, "/sent").get().body()).isEqualTo("ok");
        assertThat(close(server)).isLessThan(Duration.ofSeconds(6));
    }
}
