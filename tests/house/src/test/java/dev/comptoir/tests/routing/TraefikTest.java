package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.Strategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real Traefik with the configuration files of the test cluster. */
class TraefikTest {
    /** Of the largest body that is repeated. */
    private static final int REPEATED_BODY_BYTES = 65_536;

    private final Echo first = new Echo("store-1");
    private final Echo second = new Echo("store-2");

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static String instance(TestHttp.Reply reply) {
        return reply.expect(200).path("name").asString();
    }

    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"wrr", "p2c", "leasttime"})
    void everyStrategyIsAcceptedAndDistributesTheRequests(Strategy strategy) {
        try (Proxy proxy = new Proxy(new Balancing(strategy, Map.of()), Optional.empty(), first, second)) {
            assertThat(proxy.service("store")).contains("\"strategy\":\"" + strategy + "\"", "\"status\":\"enabled\"");
            try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
                for (int request = 0; request < 100; request++) {
                    clients.execute(() -> instance(proxy.http().get("/store/any")));
                }
            }
            assertThat(first.served.get() + second.served.get()).isEqualTo(100);
            assertThat(first.served.get()).isBetween(10, 90);
        }
    }

    @Test
    void theStrategyHrwKeepsAClientOnOneInstance() throws IOException, InterruptedException {
        try (Proxy proxy = new Proxy(new Balancing(Strategy.hrw, Map.of()), Optional.empty(), first, second)) {
            assertThat(proxy.service("store")).contains("\"strategy\":\"hrw\"", "\"status\":\"enabled\"");
            Set<String> instances = new HashSet<>();
            for (int client = 2; client < 18; client++) {
                Set<String> ofOne = new HashSet<>();
                for (int request = 0; request < 5; request++) {
                    ofOne.add(instanceFor("127.0.0." + client, proxy.state.internalAddress()));
                }
                assertThat(ofOne).hasSize(1);
                instances.addAll(ofOne);
            }
            assertThat(instances).hasSize(2);
        }
    }

    private static String instanceFor(String address, String proxy) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(address))
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(proxy + "/store/any")).build();
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return body.contains("store-1") ? "store-1" : "store-2";
        }
    }

    @Test
    void weightsDivideTheTraffic() {
        Map<String, Integer> weights = Map.of("store-1", 3, "store-2", 1);
        try (Proxy proxy = new Proxy(new Balancing(Strategy.wrr, weights), Optional.empty(), first, second)) {
            for (int request = 0; request < 80; request++) {
                instance(proxy.http().get("/store/any"));
            }
            assertThat(first.served.get()).isEqualTo(60);
            assertThat(second.served.get()).isEqualTo(20);
        }
    }

    @Test
    void noForgedForwardingHeaderReachesAnInstance() {
        try (Proxy proxy = Proxy.before(first)) {
            Map<String, String> reached = new HashMap<>();
            TestHttp forger = proxy.http()
                    .with("X-Forwarded-For", "6.6.6.6")
                    .with("X_Forwarded_For", "6.6.6.6")
                    .with("X.Forwarded.For", "6.6.6.6")
                    .with("X-Forwarded-Host", "evil.example")
                    .with("X-Forwarded-Proto", "https")
                    .with("X-Real-Ip", "6.6.6.6");
            forger.get("/store/any")
                    .expect(200)
                    .path("headers")
                    .forEachEntry((name, value) -> reached.put(name.toLowerCase(Locale.ROOT), value.asString()));
            assertThat(reached).containsEntry("x-forwarded-for", "127.0.0.1").containsEntry("x-real-ip", "127.0.0.1");
            assertThat(reached.values()).noneMatch(value -> value.contains("6.6.6.6") || value.contains("evil"));
            assertThat(reached).containsEntry("x-forwarded-proto", "http");
        }
    }

    @Test
    void onlyIdempotentRequestsAreRetriedWhenAConnectionBreaks() {
        try (Proxy proxy = Proxy.before(first, second)) {
            for (TestHttp.Reply reply : List.of(
                    broken(proxy.http(), "GET", "/store/any"),
                    broken(proxy.http().key("one"), "POST", "/store/api/v1/sales"),
                    broken(proxy.http(), "POST", "/store/api/v1/login"),
                    broken(proxy.http(), "POST", "/store/internal/v1/events"))) {
                assertThat(reply.status()).isEqualTo(200);
                assertThat(first.served.get() + second.served.get()).isEqualTo(2);
            }
            assertThat(broken(proxy.http(), "POST", "/store/api/v1/sales").status())
                    .isEqualTo(502);
            assertThat(first.served.get() + second.served.get()).isEqualTo(1);
        }
    }

    @Test
    void aRepeatedRequestArrivesWithItsWholeBody() {
        try (Proxy proxy = Proxy.before(first, second)) {
            TestHttp.Reply reply =
                    broken(proxy.http().key("one"), "POST", "/store/api/v1/sales", bodyOf(REPEATED_BODY_BYTES));
            assertThat(reply.expect(200).path("bodyBytes").asInt()).isEqualTo(REPEATED_BODY_BYTES);
            assertThat(first.served.get() + second.served.get()).isEqualTo(2);
        }
    }

    @Test
    void aLargerBodyIsDeliveredAndNotRepeated() {
        String body = bodyOf(REPEATED_BODY_BYTES + 1);
        try (Proxy proxy = Proxy.before(first, second)) {
            for (String path : List.of("/store/api/v1/products/imports", "/store/internal/v1/events")) {
                assertThat(proxy.http()
                                .key("one")
                                .send("POST", path, body)
                                .expect(200)
                                .path("bodyBytes")
                                .asInt())
                        .isEqualTo(body.length());
            }
            assertThat(broken(proxy.http().key("one"), "POST", "/store/api/v1/sales", body)
                            .status())
                    .isEqualTo(502);
            assertThat(first.served.get() + second.served.get()).isEqualTo(1);
        }
    }

    private static String bodyOf(int bytes) {
        return "\"" + "x".repeat(bytes - 2) + "\"";
    }

    /** More than may be in flight at once. */
    @Test
    void halfSentBodiesTakeNoPlaceFromOtherRequestsAndEndAfterTenSeconds() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (Proxy proxy = Proxy.before(first, second)) {
            for (int count = 0; count < 2_100; count++) {
                slow.add(halfSentLogin(URI.create(proxy.state.internalAddress()).getPort()));
            }
            for (int request = 0; request < 20; request++) {
                assertThat(proxy.http()
                                .key("sale-" + request)
                                .send("POST", "/store/api/v1/sales", "{}")
                                .status())
                        .isEqualTo(200);
            }
            slow.getFirst().setSoTimeout(20_000);
            assertThat(new String(slow.getFirst().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotContain(" 200 ");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static Socket halfSentLogin(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("""
                POST /store/api/v1/login HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                Content-Length: 60\r
                \r
                {""".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void aReadThatTakesTooLongIsNotRepeated() {
        try (Proxy proxy = Proxy.before(first, second)) {
            assertThat(proxy.http().get("/store/slow").status()).isEqualTo(504);
            assertThat(first.served.get() + second.served.get()).isEqualTo(1);
        }
    }

    /** A request whose first instance closes the connection before it responds. */
    private TestHttp.Reply broken(TestHttp http, String method, String path) {
        return broken(http, method, path, method.equals("GET") ? null : "{}");
    }

    private TestHttp.Reply broken(TestHttp http, String method, String path, @Nullable String body) {
        for (Echo instance : List.of(first, second)) {
            instance.breaks.set(0);
            instance.served.set(0);
        }
        first.breaks.set(1);
        TestHttp.Reply reply;
        do {
            // The balancer may choose the healthy instance first: repeat until it chooses the other one.
            second.served.set(0);
            reply = http.send(method, path, body);
        } while (first.served.get() == 0);
        return reply;
    }

    @Test
    void anEventStreamIsNotBufferedAndAJsonResponseIsCompressed() throws IOException, InterruptedException {
        try (Proxy proxy = Proxy.before(first);
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder().header("Accept-Encoding", "gzip");
            HttpResponse<InputStream> stream = client.send(
                    request.uri(URI.create(proxy.state.internalAddress() + "/store/stream"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("data: first");
            }
            HttpResponse<byte[]> json = client.send(
                    request.uri(URI.create(proxy.state.internalAddress() + "/store/any"))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(json.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(json.body().length).isLessThan(1_000);
        }
    }

    @Test
    void anUnresponsiveInstanceIsEjectedUnlessItIsTheOnlyOne() {
        try (Proxy proxy = Proxy.before(first, second)) {
            first.hang();
            proxy.awaitService("store", first.process.url() + "\":\"DOWN", Duration.ofSeconds(12));
            for (int request = 0; request < 20; request++) {
                assertThat(instance(proxy.http().get("/store/any"))).isEqualTo("store-2");
            }
        }
        try (Proxy proxy = Proxy.before(first)) {
            assertThat(proxy.service("store")).doesNotContain("healthCheck", "passiveHealthCheck");
            assertThat(instance(proxy.http().get("/store/any"))).isEqualTo("store-1");
        }
    }
}
