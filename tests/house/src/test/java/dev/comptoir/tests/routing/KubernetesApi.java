package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Tells Traefik what Kubernetes' own interface would: which objects there are, and that nothing changes. */
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
    private final StandIn server;

    KubernetesApi(List<JsonNode> objects) {
        this.objects = objects;
        server = new StandIn(this::answer);
    }

    String address() {
        return "http://" + server.address();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("sendInitialEvents")) {
            // As a server that knows no streamed lists: the client then asks for a plain one.
            StandIn.send(exchange, 422, Map.of("kind", "Status", "apiVersion", "v1", "status", "Failure", "code", 422));
        } else if (query.contains("watch=")) {
            server.tellNothing(exchange);
        } else {
            StandIn.send(exchange, 200, list(exchange.getRequestURI().getPath()));
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
