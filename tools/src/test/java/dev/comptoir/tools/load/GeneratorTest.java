package dev.comptoir.tools.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final int RATE = 100;
    private static final int CLIENTS = 64;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicBoolean stalled = new AtomicBoolean();
    private final Set<InetAddress> callers = ConcurrentHashMap.newKeySet();
    private volatile int status = 200;
    private HttpServer server;
    private List<PlainConnections> connections;
    private ApiClient visitor;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::respond);
        server.start();
        int port = server.getAddress().getPort();
        visitor = ApiClient.of("http://127.0.0.1:" + port + "/store");
        connections = IntStream.range(0, CLIENTS)
                .mapToObj(client -> PlainConnections.of(client, port))
                .toList();
    }

    @AfterEach
    void stop() {
        connections.forEach(PlainConnections::close);
        server.stop(0);
    }

    private void respond(HttpExchange exchange) throws IOException {
        callers.add(exchange.getRemoteAddress().getAddress());
        while (stalled.get()) {
            Pause.of(Duration.ofMillis(5));
        }
        byte[] body = "right".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private List<Arrivals> reads(String expected) {
        return List.of(Arrivals.constant(
                "read",
                RATE,
                arrival -> arrival.measure(
                        "read",
                        () -> visitor.over(connections.get(arrival.number() % CLIENTS))
                                .get("/"),
                        response -> response.text().equals(expected))));
    }

    private Outcomes load(String expected, Duration time, Runnable meanwhile) {
        return new Generator(new Generator.Plan(reads(expected), SECOND, time))
                .run(() -> Thread.ofVirtual().start(meanwhile))
                .all();
    }

    @Test
    void aServerStalledForASecondDelaysEveryArrivalOfThatSecond() {
        Outcomes outcomes = load("right", Duration.ofSeconds(4), () -> {
            Pause.of(SECOND);
            stalled.set(true);
            Pause.of(SECOND);
            stalled.set(false);
        });
        assertThat(outcomes.sent()).isBetween(4L * RATE - 1, 4L * RATE + 1);
        assertThat(outcomes.failed()).isZero();
        long slow = outcomes.latencies().count() - outcomes.latencies().within(100);
        assertThat(slow).as("arrivals of the stalled second").isBetween(RATE * 7L / 10, RATE * 2L);
        assertThat(outcomes.latencies().percentile(100)).isGreaterThan(900);
        assertThat(callers).as("addresses of clients").hasSize(CLIENTS);
    }

    @Test
    void wrongContentIsAFailureAndTooManyRequestsAreARefusal() {
        assertThat(load("other", SECOND, () -> {}).failures()).containsOnlyKeys("wrong");
        status = 429;
        Outcomes refused = load("right", SECOND, () -> {});
        assertThat(refused.refused()).isEqualTo(refused.sent());
        status = 500;
        assertThat(load("right", SECOND, () -> {}).failures()).containsOnlyKeys("500");
    }

    @Test
    void everyArrivalFailsWithoutAServer() {
        server.stop(0);
        assertThat(load("right", SECOND, () -> {}).failures()).containsOnlyKeys("broken");
    }

    @Test
    void theResultHasASliceForEachPartOfTheTimeAndNoneForTheWarmUp() {
        Generator.Result result =
                new Generator(new Generator.Plan(reads("right"), SECOND, SECOND.multipliedBy(2), SECOND)).run();
        assertThat(result.slices())
                .hasSize(2)
                .allSatisfy(slice -> assertThat(slice.ok()).isBetween(RATE - 1L, RATE + 1L));
    }

    @Test
    void aClosedModelSendsTheNextRequestWhenTheLastOneHasEnded() {
        stalled.set(true);
        Thread.ofVirtual().start(() -> {
            Pause.of(SECOND);
            stalled.set(false);
        });
        Generator generator = new Generator(new Generator.Plan(reads("right"), Duration.ZERO, SECOND.multipliedBy(2)));
        Outcomes outcomes = generator.saturate(2).all();
        assertThat(outcomes.latencies().within(900)).isEqualTo(outcomes.ok() - 2);
        assertThat(outcomes.ok()).isGreaterThan(100);
    }

    @Test
    void anOpenModelOnFixedThreadsTimesArrivalsOfAStallFromTheirIntendedMoments() {
        stalled.set(true);
        Thread.ofVirtual().start(() -> {
            Pause.of(SECOND);
            stalled.set(false);
        });
        Generator generator = new Generator(new Generator.Plan(reads("right"), Duration.ZERO, SECOND.multipliedBy(3)));
        Outcomes outcomes = generator.runWith(RATE / 4).all();
        assertThat(outcomes.sent()).isBetween(3L * RATE - 1, 3L * RATE + 1);
        assertThat(outcomes.failed()).isZero();
        long slow = outcomes.latencies().count() - outcomes.latencies().within(100);
        assertThat(slow).as("arrivals of the stalled second").isBetween(RATE * 7L / 10, RATE * 2L);
    }

    @Test
    void aDefectOfAWorkloadEndsTheRun() {
        List<Arrivals> broken = List.of(Arrivals.constant("broken", RATE, arrival -> {
            throw new IllegalStateException("a defect");
        }));
        Generator generator = new Generator(new Generator.Plan(broken, SECOND, Duration.ofMinutes(10)));
        assertThatIllegalStateException().isThrownBy(generator::run).withMessage("a defect");
    }
}
