package dev.comptoir.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells Traefik what Kubernetes' own interface would: which objects there are, and that nothing changes. */
final class KubernetesApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
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
    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);

    KubernetesApi(List<JsonNode> objects) {
        this.objects = objects;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("sendInitialEvents")) {
            // As a server that knows no streamed lists: the client then asks for a plain one.
            send(exchange, 422, Map.of("kind", "Status", "apiVersion", "v1", "status", "Failure", "code", 422));
        } else if (query.contains("watch=")) {
            tellNothing(exchange);
        } else {
            send(exchange, 200, list(exchange.getRequestURI().getPath()));
        }
        exchange.close();
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

    private static void send(HttpExchange exchange, int status, Map<String, Object> content) throws IOException {
        byte[] body = JSON.writeValueAsBytes(content);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void tellNothing(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            closing.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
