package dev.comptoir.tools.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that prepare a run; their time counts nowhere. */
final class Api {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final URI address;
    private final String service;
    private final String token;

    private Api(URI address, String service, String token) {
        this.address = address;
        this.service = service;
        this.token = token;
    }

    static Api of(URI address, String service) {
        return new Api(address, service, "");
    }

    Api loggedIn(Map<String, Object> login) {
        return new Api(
                address, service, send("POST", "/login", login).path("token").asString());
    }

    String token() {
        return token;
    }

    JsonNode get(String path) {
        return send("GET", path, Map.of());
    }

    JsonNode post(String path, Object body) {
        return send("POST", path, body);
    }

    void delete(String path) {
        send("DELETE", path, Map.of());
    }

    /** Whether anything answers there at all. */
    static boolean answers(URI address) {
        try {
            CLIENT.send(
                    HttpRequest.newBuilder(address.resolve("/")).timeout(LIMIT).build(),
                    HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException nothingThere) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @throws IllegalStateException with the answer, when it is no success */
    private JsonNode send(String method, String path, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/" + service + "/api/v1" + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " was answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
