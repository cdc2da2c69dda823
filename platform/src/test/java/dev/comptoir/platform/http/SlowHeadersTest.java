package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not complete the headers of its request loses its connection, however often it sends a byte. */
class SlowHeadersTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String REQUEST = "GET /quick HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private HttpServer server;

    @BeforeEach
    void start() {
        ServiceSettings settings = new ServiceSettings(
                "thing",
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "none", "none", 4),
                Map.of(),
                Duration.ZERO,
                Duration.ofHours(1),
                4,
                false);
        server = HttpServer.of(settings, "Things", "/thing", new NoCallers())
                .headerLimit(LIMIT)
                .serve("", List.of(responding("/quick", Duration.ZERO), responding("/slow", LIMIT.multipliedBy(2))))
                .start();
    }

    private static Endpoint responding(String path, Duration time) {
        return Endpoint.get(path, "Responds after a time")
                .access(Access.anyone())
                .returnsNoContent()
                .handledBy(request -> {
                    sleep(time);
                    return Response.noContent();
                });
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void expectNoContent(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int character = socket.getInputStream().read();
            assertThat(character).as("the connection is open after: " + head).isNotNegative();
            head.append((char) character);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 204");
    }

    /** How long the server reads the text, which is sent byte by byte, again and again. */
    private static Duration trickle(Socket socket, String text) throws InterruptedException {
        Instant start = Instant.now();
        try {
            for (int sent = 0; Instant.now().isBefore(start.plus(LIMIT.multipliedBy(5))); sent++) {
                send(socket, text.substring(sent % text.length(), sent % text.length() + 1));
                Thread.sleep(50);
            }
        } catch (SocketException closed) {
            return Duration.between(start, Instant.now());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return Duration.between(start, Instant.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /quick HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "\r\n"
            })
    void headersThatArriveByteByByteEndTheConnection(String text) throws Exception {
        try (Socket socket = connect()) {
            assertThat(trickle(socket, text)).isBetween(LIMIT, LIMIT.multipliedBy(3));
        }
    }

    @Test
    void soDoTheHeadersOfALaterRequest() throws Exception {
        try (Socket socket = connect()) {
            send(socket, REQUEST);
            expectNoContent(socket);
            assertThat(trickle(socket, "GET /quick HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Padding: aaaaaaaaaaaaaaaaaaaaaa"))
                    .isBetween(LIMIT, LIMIT.multipliedBy(3));
        }
    }

    @Test
    void aConnectionMayBeIdleBetweenTwoRequestsAndARequestMayTakeLonger() throws Exception {
        try (Socket socket = connect()) {
            send(socket, REQUEST);
            expectNoContent(socket);
            sleep(LIMIT.multipliedBy(2));
            send(socket, REQUEST.replace("quick", "slow"));
            expectNoContent(socket);
            send(socket, REQUEST.substring(0, 20));
            sleep(LIMIT.dividedBy(2));
            send(socket, REQUEST.substring(20));
            expectNoContent(socket);
        }
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
