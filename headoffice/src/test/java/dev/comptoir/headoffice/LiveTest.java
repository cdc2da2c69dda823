package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The live stream sends activities in order, and resumes where a client left off. */
class LiveTest {
    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** A client that reads the stream in the background. */
    private static final class Listener implements AutoCloseable {
        final List<String> data = new CopyOnWriteArrayList<>();
        final List<String> ids = new CopyOnWriteArrayList<>();
        volatile boolean ended;
        private final HttpClient client = HttpClient.newHttpClient();
        private final HttpResponse<java.io.InputStream> response;

        Listener(@Nullable String lastEventId) throws IOException, InterruptedException {
            this(world.port(), world.newToken("bob"), lastEventId);
        }

        Listener(int port, String token, @Nullable String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/headoffice/api/v1/live"))
                    .header("Authorization", "Bearer " + token);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        ids.add(line.substring(3).strip());
                    } else if (line.startsWith("data:")) {
                        data.add(line.substring(5).strip());
                    }
                }
            } catch (IOException broken) {
                data.add("broken: " + broken);
            }
            ended = true;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    private static void awaitEnd(Listener listener) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> listener.ended);
    }

    private static void sell(long price) {
        world.storeSends(world.sale("S1", 1, 1, 1, price, Instant.now()));
    }

    private static void awaitData(Listener listener, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(listener.data).anyMatch(data -> data.contains(text)));
    }

    @Test
    void aSaleIsSentAtOnce() throws Exception {
        try (Listener listener = new Listener(null)) {
            sell(20_000);
            awaitData(listener, "\"total\":21000");
        }
    }

    @Test
    void aClientResumesAfterTheLastEventThatItReceived() throws Exception {
        String last;
        try (Listener listener = new Listener(null)) {
            sell(30_000);
            awaitData(listener, "\"total\":31500");
            last = listener.ids.getLast();
        }
        sell(40_000);
        sell(50_000);
        world.settled();
        try (Listener listener = new Listener(last)) {
            awaitData(listener, "\"total\":52500");
            assertThat(listener.data).hasSize(2);
            assertThat(listener.data.getFirst()).contains("\"total\":42000");
        }
    }

    @Test
    void anActivityThatIsCommittedLateIsStillSent() throws Exception {
        try (Connection slow = world.sql();
                Listener listener = new Listener(null)) {
            slow.setAutoCommit(false);
            slow.createStatement()
                    .execute("INSERT INTO activity (kind, payload) VALUES ('sale', '{\"number\": \"slow\"}')");
            sell(60_000);
            world.settled();
            Thread.sleep(600);
            slow.commit();
            awaitData(listener, "slow");
            awaitData(listener, "\"total\":63000");
            assertThat(listener.data).doesNotHaveDuplicates();
        }
    }

    @Test
    void aClientAheadOfARestoredDatabaseResumesFromNow() throws Exception {
        sell(70_000);
        world.settled();
        try (Listener listener = new Listener("999999999999-1")) {
            sell(80_000);
            awaitData(listener, "\"total\":84000");
            assertThat(listener.data).hasSize(1);
        }
    }

    @Test
    void aStreamEndsWhenItsEmployeeLogsOut() throws Exception {
        String token = world.newToken("bob");
        try (Listener staying = new Listener(null);
                Listener leaving = new Listener(world.port(), token, null)) {
            world.anyone().as(token).post("/logout", "").expect(204);
            awaitEnd(leaving);
            assertThat(staying.ended).isFalse();
        }
    }

    @Test
    void aStreamEndsWhenItsEmployeeIsDeactivated() throws Exception {
        world.hire("mallory", "manager");
        try (Listener leaving = new Listener(world.port(), world.newToken("mallory"), null)) {
            world.bob().patch("/staff/mallory", Map.of("active", false)).expect(200);
            awaitEnd(leaving);
        }
    }

    @Test
    void aStreamEndsWhenItsTokenExpires() throws Exception {
        try (HeadOfficeService brief = world.start(Map.of(), Duration.ofSeconds(2))) {
            String token = HeadOfficeWorld.newToken(HeadOfficeWorld.anyoneAt(brief), "bob");
            try (Listener listener = new Listener(brief.port(), token, null)) {
                awaitEnd(listener);
            }
            HeadOfficeWorld.anyoneAt(brief).as(token).get("/stores").expect(401);
        }
    }

    @Test
    void aServiceThatStopsEndsItsStreamsAndDoesNotWaitForThem() throws Exception {
        HeadOfficeService stopping = world.start(Map.of());
        try (Listener listener = new Listener(stopping.port(), world.newToken("bob"), null)) {
            Instant start = Instant.now();
            stopping.close();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
            awaitEnd(listener);
        }
    }

    @Test
    void aWrongPositionIsRefused() {
        assertThat(world.bob().with("Last-Event-ID", "x").get("/live").status()).isEqualTo(400);
    }
}
