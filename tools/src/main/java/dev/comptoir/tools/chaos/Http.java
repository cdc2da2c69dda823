package dev.comptoir.tools.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who is logged in at one service.
 *
 * @param base {@code http://127.0.0.1:8088/store/api/v1}
 * @param token empty before the login
 */
record Http(String base, String token) {
    static final int NO_ANSWER = 0;

    private static final JsonMapper JSON = new JsonMapper();

    /** Longer than Traefik waits for an instance that is frozen, so that it can ask another one. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * @param status 0 when no answer came
     * @param tag the version of what was read; empty without one
     */
    record Reply(int status, String body, String tag) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        boolean made() {
            return status >= 200 && status < 300;
        }

        /**
         * Whether nobody knows what came of the request: it may be sent again with the same key. A Traefik that starts
         * answers 404 to everything until it has read its files; a service's refusal is a problem in JSON.
         */
        boolean open() {
            return status == NO_ANSWER || status >= 500 || status == 429 || (status >= 400 && !body.startsWith("{"));
        }

        Reply must() {
            if (!made()) {
                throw new IllegalStateException("the chaos cannot begin: " + status + " " + body);
            }
            return this;
        }
    }

    static Http logIn(String base, Map<String, Object> login) {
        Http nobody = new Http(base, "");
        String token = nobody.send("POST", "/login", Map.of(), login)
                .must()
                .json()
                .path("token")
                .asString();
        return new Http(base, token);
    }

    Reply get(String path) {
        return send("GET", path, Map.of(), Map.of());
    }

    Reply post(String path, String key, Map<String, Object> body) {
        return send("POST", path, Map.of("Idempotency-Key", key), body);
    }

    /** @param body nothing is sent when it is empty */
    Reply send(String method, String path, Map<String, String> headers, Map<String, Object> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        headers.forEach(request::header);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("ETag").orElse(""));
        } catch (IOException none) {
            return new Reply(NO_ANSWER, String.valueOf(none.getMessage()), "");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + path, stopped);
        }
    }
}
