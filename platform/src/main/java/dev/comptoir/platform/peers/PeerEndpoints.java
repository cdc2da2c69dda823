package dev.comptoir.platform.peers;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.outbox.Delivery;
import dev.comptoir.platform.outbox.Inbox;
import dev.comptoir.platform.outbox.Receipt;
import dev.comptoir.platform.security.Tokens;
import java.util.List;
import java.util.Map;

/** The endpoints for a service's peers, below its root: the public keys, and the inbox. */
public final class PeerEndpoints {
    static final String EVENTS_PATH = "/internal/v1/events";

    /** Enough for a full batch of large sales. */
    private static final int DELIVERY_LIMIT_BYTES = 16 * 1024 * 1024;

    private PeerEndpoints() {}

    public static List<Endpoint> of(Tokens tokens, Inbox inbox) {
        return List.of(
                Endpoint.get(Tokens.KEYS_PATH, "The public keys of this service, as a JWK set")
                        .access(Access.anyone())
                        .returns(200, Map.class)
                        .handledBy(request -> Response.ok(tokens.publicKeys())),
                Endpoint.post(EVENTS_PATH, "Receives a batch of a peer's events")
                        .access(Access.peers())
                        .body(Delivery.class)
                        .bodyLimit(DELIVERY_LIMIT_BYTES)
                        .returns(200, Receipt.class)
                        .handledBy(request ->
                                Response.ok(inbox.receive(request.caller().name(), request.body(Delivery.class)))));
    }
}
