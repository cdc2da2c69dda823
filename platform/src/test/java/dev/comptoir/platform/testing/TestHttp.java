package dev.comptoir.platform.testing;

import dev.comptoir.platform.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An HTTP client of a service. It is immutable: {@link #as} and {@link #with} return another one. */
public final class TestHttp {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration RECONCILIATION_LIMIT = Duration.ofSeconds(60);
    private static final Duration RECONCILIATION_POLL = Duration.ofMillis(20);

    private final URI base;
    private final List<String> headers;

    private TestHttp(URI base, List<String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** @param base the address of an API: {@code http://127.0.0.1:8080/store/api/v1} */
    public static TestHttp of(String base) {
        return new TestHttp(URI.create(base), List.of());
    }

    /** The same client with a token. */
    public TestHttp as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same client with one more header. */
    public TestHttp with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new TestHttp(base, List.copyOf(more));
    }

    /** The same client with an idempotency key. */
    public TestHttp key(String key) {
        return with("Idempotency-Key", key);
    }

    public Reply get(String path) {
        return send("GET", path, null);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    /** With a new idempotency key, unless {@link #key} set one. */
    public Reply post(String path, Object body) {
        TestHttp keyed = headers.contains("Idempotency-Key")
                ? this
                : key(UUID.randomUUID().toString());
        return keyed.send("POST", path, text(body));
    }

    public Reply put(String path, Object body) {
        return send("PUT", path, text(body));
    }

    public Reply patch(String path, Object body) {
        return send("PATCH", path, text(body));
    }

    /** The results of a reconciliation that started after this call. */
    public JsonNode reconcile() {
        Instant limit = Instant.now().plus(RECONCILIATION_LIMIT);
        JsonNode requested;
        do {
            requested = send("POST", "/reconciliation", null).expect(202);
            awaitRun(requested.path("number").asLong(), limit);
        } while (requested.path("running").asBoolean());
        return get("/reconciliation").expect(200);
    }

    private void awaitRun(long number, Instant limit) {
        while (get("/reconciliation").expect(200).path("lastRun").path("number").asLong(0) < number) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("reconciliation " + number + " did not end");
            }
            LockSupport.parkNanos(RECONCILIATION_POLL.toNanos());
        }
    }

    private static String text(Object body) {
        return body instanceof String text ? text : Json.text(body);
    }

    /** Sends any request; the content type of a body is JSON, unless a header sets another one. */
    public Reply send(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        if (body != null && !headers.contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(method + " " + path, failure);
        }
    }

    /** The response. */
    public record Reply(int status, String body, HttpResponse<?> response) {
        public JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        /** The body, if the status is the expected one. */
        public JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + ": " + body);
            }
            return body.isEmpty() ? Json.read("{}", JsonNode.class) : json();
        }

        /** The word of the problem; empty without one. */
        public String problem() {
            return status < 400 ? "" : json().path("type").asString("").replace("urn:comptoir:problem:", "");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }
}
