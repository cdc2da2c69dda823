package dev.comptoir.app;

import dev.comptoir.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Speaks to one service's API as any client does. */
record Client(String base, @Nullable String token) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    static Client of(String base) {
        return new Client(base, null);
    }

    Client as(String newToken) {
        return new Client(base, newToken);
    }

    /** What a service answered. */
    record Reply(String request, int status, String body) {
        JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        /** @throws IllegalStateException when it is a refusal */
        Reply made() {
            if (status >= 300) {
                throw new IllegalStateException(toString());
            }
            return this;
        }

        /** @throws IllegalStateException when it is a refusal of another kind than that the thing is there already */
        Reply madeOrThere() {
            return status == 409 ? this : made();
        }

        @Override
        public String toString() {
            return request + " answered " + status + " " + body;
        }
    }

    Reply get(String path) {
        return send("GET " + path, request(path).GET());
    }

    /** @param key of the write; the same at every attempt */
    Reply post(String path, @Nullable String key, Object body) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send("POST " + path, request);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_LIMIT);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Reply send(String name, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(name, response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " got no answer", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + " was interrupted", stopped);
        }
    }

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "Client[" + base + "]";
    }
}
