package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Serves Traefik a fixed list of Kubernetes objects, without changes. */
final class KubernetesApi implements AutoCloseable {
    private static final List<String> KINDS = List.of(
            "IngressRoute",
            "IngressRouteTCP",
            "IngressRouteUDP",
            "Middleware",
            "MiddlewareTCP",
            "ServersTransport",
            "ServersTransportTCP",
            "TLSOption",
            "TLSStore",
            "TraefikService",
            "Service",
            "EndpointSlice",
            "Secret",
            "ConfigMap",
            "IngressClass",
            "Node",
            "Namespace");

    private final List<JsonNode> objects;
    private final ProviderApi server;

    KubernetesApi(List<JsonNode> objects) {
        this.objects = objects;
        server = new ProviderApi(this::answer);
    }

    String address() {
        return "http://" + server.address();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("sendInitialEvents")) {
            // Like a server without streaming lists: the client falls back to a plain list.
            ProviderApi.send(
                    exchange, 422, Map.of("kind", "Status", "apiVersion", "v1", "status", "Failure", "code", 422));
        } else if (query.contains("watch=")) {
            server.sendNoEvents(exchange);
        } else {
            ProviderApi.send(exchange, 200, list(exchange.getRequestURI().getPath()));
        }
    }

    /** @param path {@code /api/v1/services} or {@code /apis/traefik.io/v1alpha1/middlewares} */
    private Map<String, Object> list(String path) {
        int last = path.lastIndexOf('/');
        List<Object> items = new ArrayList<>();
        String found = KINDS.stream()
                .filter(kind -> path.substring(last + 1).matches("(?i)" + kind + "(e?s)"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(path + " is not known here"));
        objects.stream()
                .filter(one -> one.path("kind").asString("").equals(found))
                .forEach(items::add);
        return Map.of(
                "apiVersion",
                path.substring(0, last).replaceFirst("^/apis?/", ""),
                "kind",
                found + "List",
                "metadata",
                Map.of("resourceVersion", "1"),
                "items",
                items);
    }

    @Override
    public void close() {
        server.close();
    }
}
