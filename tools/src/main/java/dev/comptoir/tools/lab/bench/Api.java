package dev.comptoir.tools.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at one service, for what is done before and beside a measurement. */
record Api(Load load, String service, String token) {
    static final JsonMapper JSON = new JsonMapper();
    private static final int NOBODY = 63;

    static Api at(Load load, String service, Map<String, Object> login) {
        Api nobody = new Api(load, service, "");
        return new Api(load, service, nobody.post("/login", login).path("token").asString());
    }

    JsonNode get(String path) {
        return must(Line.request("GET", path(path), token, "", ""), path);
    }

    JsonNode post(String path, Object body) {
        return must(write("POST", path, "Idempotency-Key: " + UUID.randomUUID() + "\r\n", body), path);
    }

    JsonNode patch(String path, long version, Object body) {
        return must(write("PATCH", path, "If-Match: \"" + version + "\"\r\n", body), path);
    }

    byte[] write(String method, String path, String headers, Object body) {
        return Line.request(method, path(path), token, headers, JSON.writeValueAsString(body));
    }

    byte[] read(String path) {
        return Line.request("GET", path(path), token, "", "");
    }

    private String path(String path) {
        return "/" + service + "/api/v1" + path;
    }

    /** @throws IllegalStateException with the answer, when it is no success */
    private JsonNode must(byte[] request, String path) {
        try {
            Line.Reply reply = load.ask(NOBODY, request);
            if (reply.status() >= 300) {
                throw new IllegalStateException(path + " was answered " + reply.status() + ": "
                        + new String(reply.body(), StandardCharsets.UTF_8));
            }
            return reply.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(reply.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
