package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import dev.comptoir.tools.cluster.ClusterProcess;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** An instance that echoes its name, the request headers and the length of the body, or fails on demand. */
final class Echo implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PADDING = "x".repeat(3_000);

    final ClusterProcess process;
    final AtomicInteger served = new AtomicInteger();
    final AtomicInteger breaks = new AtomicInteger();
    private final LoopbackServer server;
    private volatile boolean hanging;

    Echo(String name) {
        server = new LoopbackServer(this::respond);
        String service = name.substring(0, name.indexOf('-'));
        process = ClusterProcess.of(name, service, server.port(), ProcessHandle.current());
    }

    /** Accepts health checks and never responds to them. */
    void hang() {
        hanging = true;
    }

    private void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health/ready")) {
            if (hanging) {
                server.awaitClose();
            }
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        int bodyBytes = exchange.getRequestBody().readAllBytes().length;
        served.incrementAndGet();
        if (path.endsWith("/slow")) {
            server.awaitClose();
        }
        boolean breaking = breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!breaking && path.endsWith("/stream")) {
            server.stream(exchange, "text/event-stream", "data: first\n\n");
        } else if (!breaking) {
            echo(exchange, bodyBytes);
        }
    }

    private void echo(HttpExchange exchange, int bodyBytes) throws IOException {
        pause();
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Map<String, Object> body =
                Map.of("name", process.name(), "headers", headers, "bodyBytes", bodyBytes, "padding", PADDING);
        LoopbackServer.send(exchange, 200, JSON.writeValueAsString(body));
    }

    /** Traefik measures whole milliseconds. */
    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
