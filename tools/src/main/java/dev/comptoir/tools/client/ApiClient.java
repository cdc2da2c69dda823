package dev.comptoir.tools.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user of one service's API.
 *
 * @param base the API's address: {@code http://127.0.0.1:8088/store/api/v1}
 * @param token of the session; empty before the login
 */
public record ApiClient(Transport transport, String base, String token) {
    static final JsonMapper JSON = new JsonMapper();
    private static final Transport JDK = new JdkTransport();
    private static final Duration RECONCILIATION_LIMIT = Duration.ofMinutes(30);
    private static final Duration RECONCILIATION_POLL = Duration.ofMillis(100);

    /** @param base the API's address, without a session */
    public static ApiClient of(String base) {
        return new ApiClient(JDK, base, "");
    }

    /** @param service {@code store}, {@code headoffice} or {@code logistics} */
    public static ApiClient of(URI address, String service) {
        return of(address + "/" + service + "/api/v1");
    }

    /** @param credentials {@code username} and {@code password}; at a store {@code store} and {@code register}, too */
    public ApiClient login(Map<String, Object> credentials) {
        JsonNode session = post("/login", credentials).orThrow().json();
        return new ApiClient(transport, base, session.path("token").asString());
    }

    /** The same session at another address of the same service: past a load balancer, for instance. */
    public ApiClient at(String address) {
        return new ApiClient(transport, address + URI.create(base).getPath(), token);
    }

    /** The same session over other connections. */
    public ApiClient over(Transport other) {
        return new ApiClient(other, base, token);
    }

    public Response get(String path) {
        return send("GET", path, Map.of(), "");
    }

    /** Reads what must be there. */
    public JsonNode read(String path) {
        return get(path).orThrow().json();
    }

    /** The results of a reconciliation that started after this call, or the first response that is no success. */
    public Response reconcile() {
        while (true) {
            Response requested = send("POST", "/reconciliation", Map.of(), "");
            Response result = requested.isSuccess()
                    ? awaitRun(requested.json().path("number").asLong())
                    : requested;
            if (!result.isSuccess() || !requested.json().path("running").asBoolean()) {
                return result;
            }
        }
    }

    private Response awaitRun(long number) {
        Instant limit = Instant.now().plus(RECONCILIATION_LIMIT);
        Response result = get("/reconciliation");
        while (result.isSuccess()
                && result.json().path("lastRun").path("number").asLong(0) < number) {
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException("the reconciliation at " + base + " does not end");
            }
            LockSupport.parkNanos(RECONCILIATION_POLL.toNanos());
            result = get("/reconciliation");
        }
        return result;
    }

    public Response delete(String path) {
        return send("DELETE", path, Map.of("Idempotency-Key", newKey()), "");
    }

    /** With a new idempotency key. */
    public Response post(String path, Object body) {
        return post(path, newKey(), body);
    }

    /** @param body nothing is sent for an empty map */
    public Response post(String path, String idempotencyKey, Object body) {
        String text = body.equals(Map.of()) ? "" : JSON.writeValueAsString(body);
        return send("POST", path, Map.of("Idempotency-Key", idempotencyKey), text);
    }

    /** @param etag the version that is to be changed */
    public Response patch(String path, String etag, Object body) {
        return send("PATCH", path, Map.of("If-Match", etag), JSON.writeValueAsString(body));
    }

    /**
     * @param more headers beside those of the session and the body
     * @param body JSON; nothing is sent when it is empty
     */
    public Response send(String method, String path, Map<String, String> more, String body) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return transport.exchange(new Request(method, base, path, headers, body));
    }

    /** As JSON, indented. */
    public static String pretty(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /** It must be unique, not unpredictable: secure random numbers would cost a generator much. */
    public static String newKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
