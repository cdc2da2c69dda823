package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Authentication;
import dev.comptoir.platform.http.Caller;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Cancellation;
import dev.comptoir.tools.cluster.ClusterProcess;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read at an instance is cancelled when the client of the proxy has disconnected from the proxy. */
class DisconnectionTest {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final HttpServer server = HttpServer.of(settings(), "Store", "/store", new Nobody())
            .serve(
                    "/store",
                    List.of(
                            Endpoint.get("/", "Shows that the proxy has this instance")
                                    .access(Access.anyone())
                                    .returnsNoContent()
                                    .handledBy(request -> Response.noContent()),
                            Endpoint.get("/slow", "Ends when it is cancelled")
                                    .access(Access.anyone())
                                    .returnsNoContent()
                                    .handledBy(this::waitForCancellation)))
            .start();

    private static ServiceSettings settings() {
        DatabaseSettings none = new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "none", "none", 1);
        return new ServiceSettings(
                "store", "127.0.0.1", 0, none, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false);
    }

    private Response waitForCancellation(Request request) {
        return Cancellation.during(cancelled::countDown, () -> {
            started.countDown();
            await(cancelled, Duration.ofSeconds(9));
            return Response.noContent();
        });
    }

    private static boolean await(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoLeavesTheProxyLeavesTheInstance() throws Exception {
        ClusterProcess instance = ClusterProcess.of("store-1", "store", server.port(), ProcessHandle.current());
        try (Proxy proxy = Proxy.before(instance)) {
            URI address = URI.create(proxy.state.internalAddress());
            try (Socket client = new Socket(address.getHost(), address.getPort())) {
                client.getOutputStream()
                        .write("GET /store/slow HTTP/1.1\r\nHost: store\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(await(started, Duration.ofSeconds(5))).isTrue();
            }
            assertThat(await(cancelled, Duration.ofSeconds(4))).isTrue();
        }
    }

    private static final class Nobody implements Authentication {
        @Override
        public Caller staff(String token) {
            throw new IllegalStateException("nobody logs in");
        }

        @Override
        public Caller peer(String token) {
            throw new IllegalStateException("there are no peers");
        }
    }
}
