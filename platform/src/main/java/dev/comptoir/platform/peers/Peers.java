package dev.comptoir.platform.peers;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.lifecycle.Closing;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Receipt;
import dev.comptoir.platform.outbox.Relay;
import dev.comptoir.platform.outbox.Replicated;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.telemetry.Traces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The relays to all peers of a service. */
public final class Peers implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(15);

    private final Map<String, URI> addresses;
    private final Tokens tokens;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final List<Relay> relays;

    private Peers(
            ServiceSettings settings,
            Database database,
            Outbox outbox,
            Replicated replicated,
            Tokens tokens,
            Telemetry telemetry) {
        this.addresses = settings.peers();
        this.tokens = tokens;
        telemetry.metrics().databaseGauge(Outbox.gauges(addresses.keySet()));
        this.relays = addresses.keySet().stream()
                .map(peer -> Relay.start(database, outbox, replicated, this::send, peer, telemetry))
                .toList();
    }

    /** @param replicated the service's state that its peers hold copies of */
    public static Peers start(
            ServiceSettings settings,
            Database database,
            Outbox outbox,
            Replicated replicated,
            Tokens tokens,
            Telemetry telemetry) {
        return new Peers(settings, database, outbox, replicated, tokens, telemetry);
    }

    private Receipt send(String peer, Delivery delivery) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(addresses.get(peer) + PeerEndpoints.EVENTS_PATH))
                .timeout(RESPONSE_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + tokens.issueFor(peer))
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(delivery)));
        delivery.events().stream()
                .map(Delivery.Sent::trace)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(trace -> request.header(Traces.HEADER, trace));
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new Relay.BatchRejected(peer, response.statusCode());
        }
        return Json.read(response.body(), Receipt.class);
    }

    @Override
    public void close() {
        Closing.inOrder(relays.toArray(AutoCloseable[]::new));
        http.shutdownNow();
    }
}
