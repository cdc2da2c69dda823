package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body is received before its request takes a place: a client that does not send it delays nobody, and not for long. */
class SlowBodyTest {
    private static final int PLACES = 4;
    private static final int LIMIT_BYTES = 40_000;
    private HttpServer server;

    /** What is sent. */
    record Text(String text) {}

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
                PLACES,
                false);
        Endpoint echo = Endpoint.post("/lengths", "The length of a text")
                .access(Access.anyone())
                .body(Text.class)
                .bodyLimit(LIMIT_BYTES)
                .returns(200, Map.class)
                .handledBy(request -> Response.ok(
                        Map.of("length", request.body(Text.class).text().length())));
        Endpoint guarded = Endpoint.post("/guarded", "For clerks")
                .access(Access.staff("clerk"))
                .body(Text.class)
                .returnsNoContent()
                .handledBy(request -> Response.noContent());
        server = HttpServer.of(settings, "Things", "/thing", new NoCallers())
                .serve("", List.of(echo, guarded))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int lengthOf(int characters) {
        return TestHttp.of("http://127.0.0.1:" + server.port())
                .send("POST", "/lengths", "{\"text\":\"" + "x".repeat(characters) + "\"}")
                .expect(200)
                .path("length")
                .asInt();
    }

    private Socket begin(String path, String framing, String part) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        send(socket, """
                POST %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                %s\r
                \r
                %s""".formatted(path, framing, part));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String response(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void aBodyThatNeverEndsGets408WithinTenSecondsAndTheConnectionIsClosed() throws IOException {
        Instant start = Instant.now();
        try (Socket declared = begin("/lengths", "Content-Length: 100", "{");
                Socket chunked = begin("/lengths", "Transfer-Encoding: chunked", "1\r\n{\r\n")) {
            for (Socket socket : List.of(declared, chunked)) {
                assertThat(response(socket))
                        .startsWith("HTTP/1.1 408")
                        .contains("urn:comptoir:problem:request-timeout");
            }
        }
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
    }

    @Test
    void aBodyThatArrivesByteByByteGets408() throws Exception {
        try (Socket socket = begin("/lengths", "Content-Length: 100", "{")) {
            Instant end = Instant.now().plusSeconds(12);
            while (socket.getInputStream().available() == 0 && Instant.now().isBefore(end)) {
                send(socket, " ");
                Thread.sleep(200);
            }
            byte[] status = socket.getInputStream().readNBytes(12);
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void aLargeBodyThatArrivesAtTheLeastRateIsAccepted() throws Exception {
        int part = BodyDeadline.BYTES_PER_SECOND / 4;
        String end = "\"}";
        int length = LIMIT_BYTES - LIMIT_BYTES % part;
        try (Socket socket = begin("/lengths", "Connection: close\r\nContent-Length: " + length, "{\"text\":\"")) {
            Thread.sleep(BodyDeadline.GRACE.toMillis() - 500);
            for (int left = length - 9 - end.length(); left > 0; left -= part) {
                send(socket, "x".repeat(Math.min(part, left)));
                Thread.sleep(200);
            }
            send(socket, end);
            assertThat(response(socket)).startsWith("HTTP/1.1 200").contains("{\"length\":" + (length - 11) + "}");
        }
    }

    @Test
    void clientsThatDoNotSendTheirBodiesTakeNoPlace() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int count = 0; count < 200; count++) {
                slow.add(begin("/lengths", "Content-Length: 100", "{"));
            }
            assertThat(lengthOf(7)).isEqualTo(7);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyOfTheLargestSizeIsReadAndALargerOneRefused() {
        assertThat(lengthOf(LIMIT_BYTES - 11)).isEqualTo(LIMIT_BYTES - 11);
        TestHttp.Reply reply = TestHttp.of("http://127.0.0.1:" + server.port())
                .send("POST", "/lengths", "{\"text\":\"" + "x".repeat(LIMIT_BYTES - 10) + "\"}");
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
    }

    @Test
    void aBodyThatIsTooLargeByItsDeclaredLengthIsRefusedBeforeItIsRead() throws IOException {
        Instant start = Instant.now();
        for (String length : List.of("40001", "3000000000", "99999999999")) {
            try (Socket socket = begin("/lengths", "Content-Length: " + length, "{")) {
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .as(length)
                        .isEqualTo("HTTP/1.1 413");
            }
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(BodyDeadline.GRACE);
    }

    @Test
    void aBodyWithoutADeclaredLengthIsReadUpToTheLimit() throws IOException {
        String text = "{\"text\":\"" + "x".repeat(20_000) + "\"}";
        String chunk = "%x\r\n%s\r\n".formatted(text.length(), text);
        try (Socket socket =
                begin("/lengths", "Connection: close\r\nTransfer-Encoding: chunked", chunk + "0\r\n\r\n")) {
            assertThat(response(socket)).startsWith("HTTP/1.1 200").contains("{\"length\":20000}");
        }
        try (Socket socket = begin("/lengths", "Transfer-Encoding: chunked", chunk + chunk + chunk)) {
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatViolatesHttpIsTheFaultOfTheClient() throws IOException {
        try (Socket socket = begin("/lengths", "Transfer-Encoding: chunked", "zz\r\n")) {
            assertThat(response(socket)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void theTokenIsCheckedBeforeTheBodyIsRead() throws IOException {
        try (Socket socket = begin("/guarded", "Content-Length: 100", "{")) {
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 401");
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
