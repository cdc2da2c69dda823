package dev.comptoir.logistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RestockReceived;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes of orders and of the central stock are sent as they happen, and none is lost on a reconnect. */
class LiveTest {
    private static LogisticsWorld world;

    @BeforeAll
    static void open() {
        world = new LogisticsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** A client that reads the stream in the background; each thing activities is its kind and its JSON. */
    private static final class Listener implements AutoCloseable {
        final List<String> activities = new CopyOnWriteArrayList<>();
        final List<String> ids = new CopyOnWriteArrayList<>();
        private final HttpClient client = HttpClient.newHttpClient();
        private final HttpResponse<java.io.InputStream> response;

        Listener(@Nullable String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + world.port() + "/logistics/api/v1/live"))
                    .header("Authorization", "Bearer " + world.newToken("farid"));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            String kind = "";
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        ids.add(line.substring(3).strip());
                    } else if (line.startsWith("event:")) {
                        kind = line.substring(6).strip();
                    } else if (line.startsWith("data:")) {
                        activities.add(kind + " " + line.substring(5).strip());
                    }
                }
            } catch (IOException broken) {
                activities.add("broken " + broken);
            }
        }

        void receives(String kind, String... parts) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(activities)
                            .anySatisfy(one ->
                                    assertThat(one).startsWith(kind + " ").contains(parts)));
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    @Test
    void anOrderIsSentAtEveryStepFromRequestToReceipt() throws Exception {
        long tea = world.productInWarehouse("Thé", 30);
        try (Listener listener = new Listener(null)) {
            UUID order = world.requested(tea, 12);
            listener.receives("restock-order", order.toString(), "\"requested\"");
            world.farid().post("/restock-orders/" + order + "/accept", "").expect(200);
            listener.receives("restock-order", order.toString(), "\"shipped\"", "\"decidedBy\":\"farid\"");
            world.send(world.store, new RestockReceived(order, "S1", tea, 12, Instant.now()));
            listener.receives("restock-order", order.toString(), "\"received\"");
        }
    }

    @Test
    void aRefusalIsSentWithItsReason() throws Exception {
        long tea = world.productInWarehouse("Thé", 30);
        try (Listener listener = new Listener(null)) {
            UUID order = world.requested(tea, 12);
            world.farid()
                    .post("/restock-orders/" + order + "/refuse", Map.of("reason", "abîmé"))
                    .expect(200);
            listener.receives("restock-order", order.toString(), "\"refused\"", "abîmé");
        }
    }

    @Test
    void receiptsAndShipmentsAreSent() throws Exception {
        long tea = world.productInWarehouse("Thé", 30);
        String product = "\"productId\":" + tea + ",";
        try (Listener listener = new Listener(null)) {
            world.farid()
                    .post("/stock/" + tea + "/receipts", Map.of("quantity", 5))
                    .expect(200);
            listener.receives("central-stock", product, "\"receipt\"", "\"change\":5", "\"centralStock\":35");
            UUID order = world.requested(tea, 12);
            world.farid().post("/restock-orders/" + order + "/accept", "").expect(200);
            listener.receives("central-stock", product, "\"shipment\"", "\"change\":-12", "\"centralStock\":23");
        }
    }

    @Test
    void aRefusedShipmentIsNotSent() throws Exception {
        long tea = world.productInWarehouse("Thé", 1);
        try (Listener listener = new Listener(null)) {
            UUID order = world.requested(tea, 12);
            world.farid().post("/restock-orders/" + order + "/accept", "").expect(409);
            world.farid()
                    .post("/stock/" + tea + "/receipts", Map.of("quantity", 1))
                    .expect(200);
            listener.receives("central-stock", "\"centralStock\":2");
            assertThat(listener.activities).noneMatch(one -> one.contains("shipment") || one.contains("shipped"));
        }
    }

    @Test
    void aClientResumesAfterTheLastActivityThatItReceived() throws Exception {
        long tea = world.productInWarehouse("Thé", 1);
        String last;
        try (Listener listener = new Listener(null)) {
            world.farid()
                    .post("/stock/" + tea + "/receipts", Map.of("quantity", 1))
                    .expect(200);
            listener.receives("central-stock", "\"centralStock\":2");
            last = listener.ids.getLast();
        }
        world.farid().post("/stock/" + tea + "/receipts", Map.of("quantity", 1)).expect(200);
        try (Listener listener = new Listener(last)) {
            listener.receives("central-stock", "\"centralStock\":3");
            assertThat(listener.activities).hasSize(1);
        }
    }
}
