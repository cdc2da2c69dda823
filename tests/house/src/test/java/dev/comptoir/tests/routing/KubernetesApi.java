package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Serves Traefik a fixed list of Kubernetes objects, without changes. */
final class KubernetesApi implements AutoCloseable {
    private final List<JsonNode> objects;
    private final LoopbackServer server;

    KubernetesApi(List<JsonNode> objects) {
        this.objects = objects;
        server = new LoopbackServer(this::respond);
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    private void respond(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("sendInitialEvents")) {
            // Like a server without streaming lists: the client falls back to a plain list.
            String status = "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": 422}";
            LoopbackServer.send(exchange, 422, status);
        } else if (query.contains("watch=")) {
            server.stream(exchange, "application/json", "");
        } else {
            LoopbackServer.send(exchange, 200, list(exchange.getRequestURI().getPath()));
        }
    }

    /** @param path {@code /api/v1/services} or {@code /apis/traefik.io/v1alpha1/middlewares} */
    private String list(String path) {
        String plural = path.substring(path.lastIndexOf('/') + 1);
        List<JsonNode> items = objects.stream()
                .filter(one -> plural.matches("(?i)" + one.path("kind").asString("") + "e?s"))
                .toList();
        return "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": " + items + "}";
    }

    @Override
    public void close() {
        server.close();
    }
}
