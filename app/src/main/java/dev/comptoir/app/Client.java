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

/** A client of one service's API. */
record Client(String base, @Nullable String token) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int CONFLICT = 409;

    static Client of(String base) {
        return new Client(base, null);
    }

    Client as(String newToken) {
        return new Client(base, newToken);
    }

    record Response(String request, int status, String body) {
        JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        /** @throws IllegalStateException if the status is 300 or more */
        Response expectOk() {
            if (status >= 300) {
                throw new IllegalStateException(toString());
            }
            return this;
        }

        /** Accepts a conflict too: what the request makes exists already. */
        Response expectOkOrConflict() {
            return status == CONFLICT ? this : expectOk();
        }

        @Override
        public String toString() {
            return request + ": " + status + " " + body;
        }
    }

    Response get(String path) {
        return send("GET " + path, request(path).GET());
    }

    /** @param key the idempotency key, the same for every attempt */
    Response post(String path, @Nullable String key, Object body) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send("POST " + path, request);
    }

    /** @param version of the product or store that is changed */
    Response patch(String path, long version, Object body) {
        return send(
                "PATCH " + path,
                request(path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "\"" + version + "\"")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(Json.text(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Response send(String name, HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Response(name, response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(name + ": no response", failure);
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
