package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.comptoir.platform.cache.TagVersions;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The statement of a read is cancelled soon after its client has disconnected; nothing else is. */
class DisconnectionTest {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";

    /** Shorter than the time limit of a statement. */
    private static final Duration SOON = Duration.ofSeconds(8);

    /** So large that 11 reads may use it at once. */
    private static final int POOL = 36;

    /** A statement that ends when the test releases its lock. */
    private static final String WAIT = "pg_advisory_xact_lock_shared(7)";

    private static final Parameter<Long> NUMBER =
            Parameter.queryNumber("number", "Distinguishes reads", 1, 100).orElse(1L);

    record Answer(String text) {}

    private static final AtomicInteger COMPUTED = new AtomicInteger();
    private static Database database;
    private static Telemetry telemetry;
    private static HttpServer server;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Connection lock;

    @BeforeAll
    static void start() {
        DatabaseSettings made =
                TestPostgres.newDatabase("disconnection", MIGRATIONS).settings();
        DatabaseSettings settings = new DatabaseSettings(made.url(), made.user(), made.password(), POOL);
        ServiceSettings service = new ServiceSettings(
                "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false);
        telemetry = Telemetry.of(service);
        database = Database.open(settings, MIGRATIONS);
        database.statement(sql -> sql.execute("CREATE TABLE note (text text)"));
        server = HttpServer.of(service, "Things", "/thing", new AnybodyIsAClerk())
                .telemetry(telemetry)
                .connectionCheckInterval(CHECK_INTERVAL)
                .cachingResponses(TagVersions.of(database))
                .serve("", endpoints())
                .start();
    }

    private static List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/read", "A read that waits")
                        .access(Access.anyone())
                        .bulkhead(Bulkhead.READS)
                        .returns(200, Answer.class)
                        .handledBy(request -> answer()),
                Endpoint.get("/snapshot", "A read that waits of one moment")
                        .access(Access.anyone())
                        .returns(200, Answer.class)
                        .handledBy(request ->
                                database.snapshot(sql -> Response.ok(sql.createQuery("SELECT 'answer' FROM " + WAIT)
                                        .mapTo(String.class)
                                        .one()))),
                Endpoint.get("/cached", "A read that waits whose answer is shared")
                        .access(Access.staff("clerk"))
                        .takes(NUMBER)
                        .returns(200, Answer.class)
                        .cached(CachePolicy.of("thing"))
                        .handledBy(request -> {
                            COMPUTED.incrementAndGet();
                            return answer();
                        }),
                Endpoint.get("/brief", "A read that takes no time")
                        .access(Access.anyone())
                        .returns(200, Answer.class)
                        .handledBy(request -> Response.ok(new Answer("brief"))),
                Endpoint.post("/write", "A write that waits")
                        .access(Access.anyone())
                        .returnsNoContent()
                        .handledBy(request -> write()),
                Endpoint.get("/write", "A write that waits behind a read")
                        .access(Access.anyone())
                        .returnsNoContent()
                        .handledBy(request -> write()));
    }

    private static Response answer() {
        return Response.ok(new Answer(database.read(sql -> sql.createQuery("SELECT 'answer' FROM " + WAIT)
                .mapTo(String.class)
                .one())));
    }

    private static Response write() {
        return database.write(transaction -> {
            transaction.sql().execute("INSERT INTO note SELECT 'kept' FROM " + WAIT);
            return Response.noContent();
        });
    }

    private static final class AnybodyIsAClerk implements Authentication {
        @Override
        public Caller staff(String token) {
            return new Caller("alice", "clerk", Map.of(), "", Instant.MAX);
        }

        @Override
        public Caller peer(String token) {
            throw new Refused(ProblemType.UNAUTHENTICATED, "there are no peers");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        telemetry.close();
        database.close();
    }

    @BeforeEach
    void hold() throws SQLException {
        COMPUTED.set(0);
        lock = database.connection();
        lock.createStatement().execute("SELECT pg_advisory_lock(7)");
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
    }

    private void release() throws SQLException {
        lock.createStatement().execute("SELECT pg_advisory_unlock_all()");
    }

    @AfterEach
    void end() throws SQLException {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        release();
        lock.close();
    }

    /** A client with one connection, which it can close in every way. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;

        Client() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        }

        static Client sending(String method, String path) throws IOException {
            Client client = new Client();
            client.send(method, path);
            return client;
        }

        void send(String method, String path) throws IOException {
            String request = method + " " + path + " HTTP/1.1\r\nHost: thing\r\nAuthorization: Bearer any\r\n"
                    + "Content-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }

        /** The rest of all responses, up to the end of the connection. */
        String responses() throws IOException {
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }

        /** One response, as far as it arrives in one piece. */
        String response() throws IOException {
            byte[] bytes = new byte[4_096];
            int length = socket.getInputStream().read(bytes);
            return new String(bytes, 0, length, StandardCharsets.US_ASCII);
        }

        void disconnect() throws IOException {
            socket.close();
        }

        /** As a process that is killed while unread data waits for it. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static int statements() {
        return database.statement(
                sql -> sql.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND state = 'active' AND wait_event = 'advisory'
                        """).mapTo(Integer.class).one());
    }

    private static void untilStatementsAre(int expected) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .untilAsserted(() -> assertThat(statements()).isEqualTo(expected));
    }

    private static void untilWaitingAre(int expected) {
        await().untilAsserted(() -> assertThat(MetricsPage.of(server.port()).sum("http_server_active_requests"))
                .isEqualTo(expected));
    }

    private static int notes() {
        return database.read(sql -> sql.createQuery("SELECT count(*) FROM note")
                .mapTo(Integer.class)
                .one());
    }

    /** Long enough for a wrong cancellation to be seen. */
    private static void pauseForChecks() throws InterruptedException {
        Thread.sleep(CHECK_INTERVAL.multipliedBy(4));
    }

    private static double counted(String route) {
        return MetricsPage.of(server.port())
                .sum(
                        "http_server_request_duration_seconds_count",
                        "http_route",
                        route,
                        "http_response_status_code",
                        "499",
                        "error_type",
                        "client-disconnected");
    }

    private void nothingFailed() {
        assertThat(log.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void aReadIsCancelledWhenItsClientHasDisconnectedAndTheSameReadOfAnotherClientIsAnswered() throws Exception {
        double before = counted("/read");
        try (Client gone = Client.sending("GET", "/read");
                Client present = Client.sending("GET", "/read")) {
            untilStatementsAre(2);
            gone.disconnect();
            untilStatementsAre(1);
            release();
            assertThat(present.response()).startsWith("HTTP/1.1 200").endsWith("{\"text\":\"answer\"}");
        }
        await().untilAsserted(() -> assertThat(counted("/read") - before).isEqualTo(1));
        nothingFailed();
    }

    @Test
    void aConnectionThatWasResetIsNoticedTooAndSoIsTheReadOfASnapshot() throws Exception {
        try (Client gone = Client.sending("GET", "/snapshot")) {
            untilStatementsAre(1);
            gone.reset();
            untilStatementsAre(0);
        }
        await().untilAsserted(() -> assertThat(counted("/snapshot")).isEqualTo(1));
        nothingFailed();
    }

    @Test
    void aReadThatOthersWaitForGoesOnUntilAllHaveDisconnected() throws Exception {
        try (Client first = Client.sending("GET", "/cached?number=1")) {
            untilStatementsAre(1);
            try (Client second = Client.sending("GET", "/cached?number=1")) {
                untilWaitingAre(2);
                first.disconnect();
                pauseForChecks();
                assertThat(statements()).isEqualTo(1);
                second.disconnect();
                untilStatementsAre(0);
            }
        }
        assertThat(COMPUTED).hasValue(1);
        nothingFailed();
    }

    @Test
    void whoComesWhileAnAbandonedReadIsCancelledGetsAnAnswer() throws Exception {
        List<Client> present = new ArrayList<>();
        for (int number = 2; number < 12; number++) {
            try (Client gone = Client.sending("GET", "/cached?number=" + number)) {
                untilStatementsAre(present.size() + 1);
                gone.disconnect();
            }
            Thread.sleep(20L * number);
            present.add(Client.sending("GET", "/cached?number=" + number));
            untilStatementsAre(present.size());
        }
        release();
        for (Client client : present) {
            assertThat(client.response()).startsWith("HTTP/1.1 200");
            client.disconnect();
        }
        nothingFailed();
    }

    @Test
    void noWriteIsCancelled() throws Exception {
        try (Client post = Client.sending("POST", "/write");
                Client get = Client.sending("GET", "/write")) {
            untilStatementsAre(2);
            post.disconnect();
            get.disconnect();
        }
        pauseForChecks();
        release();
        untilStatementsAre(0);
        await().untilAsserted(() -> assertThat(notes()).isEqualTo(2));
        nothingFailed();
    }

    @Test
    void aRequestThatWaitsBehindASlowReadLosesNoByte() throws Exception {
        try (Client client = Client.sending("GET", "/read")) {
            untilStatementsAre(1);
            client.send("GET", "/brief");
            pauseForChecks();
            release();
            String first = client.response();
            String second = first.contains("brief") ? "" : client.response();
            assertThat(first + second).containsSubsequence("200 OK", "answer", "200 OK", "brief");
            client.send("GET", "/brief");
            assertThat(client.response()).contains("200 OK", "brief");
        }
    }

    @Test
    void aClientThatClosesItsHalfOfTheConnectionCountsAsDisconnected() throws Exception {
        try (Client client = Client.sending("GET", "/read")) {
            untilStatementsAre(1);
            assertThat(client.responses()).startsWith("HTTP/1.1 499").contains("client-disconnected");
        }
        nothingFailed();
    }
}
