package dev.comptoir.tools.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final Duration DELAY = Duration.ofMillis(50);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static Response get(FaultProxy proxy, String path) {
        return ApiClient.of("http://127.0.0.1:" + proxy.port()).get(path);
    }

    @Test
    void aSlowProxyDelaysEachRequest() {
        try (FaultProxy slow = FaultProxy.slow(port(), DELAY)) {
            for (int request = 0; request < 3; request++) {
                long sent = System.nanoTime();
                assertThat(get(slow, "/").status()).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(DELAY);
            }
        }
    }

    @Test
    void aRefusingProxyRefusesAllButTheHealthCheck() {
        try (FaultProxy refusing = FaultProxy.refusing(port())) {
            assertThat(get(refusing, "/").status()).isEqualTo(503);
            assertThat(get(refusing, "/health/ready").status()).isEqualTo(200);
            assertThat(get(refusing, "/").status()).isEqualTo(503);
        }
    }
}
