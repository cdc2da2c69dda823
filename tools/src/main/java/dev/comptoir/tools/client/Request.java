package dev.comptoir.tools.client;

import java.util.Map;

/**
 * A request to an HTTP API.
 *
 * @param base the API's address: {@code http://127.0.0.1:8088/store/api/v1}
 * @param path below it, with the query
 * @param body JSON; a request without body when it is empty
 */
public record Request(String method, String base, String path, Map<String, String> headers, String body) {
    String url() {
        return base + path;
    }
}
