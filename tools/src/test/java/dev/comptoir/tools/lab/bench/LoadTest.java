package dev.comptoir.tools.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comptoir.tools.lab.data.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generator of the lab, and what stands before an ill instance. */
class LoadTest {
    private static final int RATE = 100;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicBoolean stalled = new AtomicBoolean();
    private final Set<InetAddress> callers = ConcurrentHashMap.newKeySet();
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        callers.add(exchange.getRemoteAddress().getAddress());
        while (stalled.get()) {
            Pause.of(Duration.ofMillis(5));
        }
        byte[] body = "right".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Ask and be content with what must be there. */
    private static Errand asking(String path, String expected) {
        return number -> new Errand.Visit() {
            @Override
            public byte[] request() {
                return Line.request("GET", path, "", "", "");
            }

            @Override
            public boolean isRight(Line.Reply reply) {
                return new String(reply.body(), StandardCharsets.UTF_8).equals(expected);
            }
        };
    }

    private Tally load(int port, String path, String expected, Duration time, Runnable meanwhile) {
        try (Load load = new Load(port)) {
            return load.run(
                            Map.of("door", asking(path, expected)),
                            new Load.Plan(Map.of("door", (double) RATE), SECOND, time, SECOND),
                            () -> Thread.ofVirtual().start(meanwhile))
                    .answers()
                    .get("door");
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @Test
    void aServerThatStopsForASecondIsSeenByAllWhoArriveInThatSecond() {
        Tally tally = load(port(), "/", "right", Duration.ofSeconds(4), () -> {
            Pause.of(SECOND);
            stalled.set(true);
            Pause.of(SECOND);
            stalled.set(false);
        });
        assertThat(tally.sent()).isBetween(4L * RATE - 1, 4L * RATE + 1);
        assertThat(tally.failed()).isZero();
        long slow = tally.times().count() - tally.times().within(100);
        assertThat(slow).as("those who arrived in the stalled second").isBetween(RATE * 7L / 10, RATE * 2L);
        assertThat(tally.times().percentile(100)).isGreaterThan(900);
        assertThat(callers).as("addresses of clients").hasSize(64);
    }

    @Test
    void anAnswerThatSaysSomethingElseIsAFaultAndTooManyRequestsAreARefusal() {
        assertThat(load(port(), "/", "wrong", SECOND, () -> {}).faults()).containsOnlyKeys("wrong");
        status = 429;
        Tally refused = load(port(), "/", "right", SECOND, () -> {});
        assertThat(refused.refused()).isEqualTo(refused.sent());
        status = 500;
        assertThat(load(port(), "/", "right", SECOND, () -> {}).faults()).containsOnlyKeys("500");
    }

    @Test
    void whereNothingListensEveryArrivalFails() {
        int port = port();
        server.stop(0);
        assertThat(load(port, "/", "right", SECOND, () -> {}).faults()).containsOnlyKeys("broken");
    }

    @Test
    void aDetourHoldsEachRequestAndAnotherRefusesAllButTheHealthCheck() {
        try (Detour slow = Detour.slow(port(), Duration.ofMillis(50));
                Detour refusing = Detour.refusing(port())) {
            Tally late = load(slow.port(), "/", "right", SECOND, () -> {});
            assertThat(late.failed()).isZero();
            assertThat(late.times().within(49)).isZero();
            assertThat(load(refusing.port(), "/", "right", SECOND, () -> {}).faults())
                    .containsOnlyKeys("503");
            assertThat(load(refusing.port(), "/health/ready", "right", SECOND, () -> {})
                            .failed())
                    .isZero();
        }
    }
}
