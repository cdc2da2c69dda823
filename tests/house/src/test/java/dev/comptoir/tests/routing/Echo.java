package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comptoir.tools.cluster.ClusterProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** An instance that echoes its name and the request headers, or fails on demand. */
final class Echo implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PADDING = "x".repeat(3_000);

    final ClusterProcess process;
    final AtomicInteger served = new AtomicInteger();
    final AtomicInteger breaks = new AtomicInteger();
    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean hanging;

    Echo(String name) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health/ready", this::health);
        server.createContext("/", this::answer);
        server.start();
        process = ClusterProcess.of(
                name, name.substring(0, name.indexOf('-')), server.getAddress().getPort(), ProcessHandle.current());
    }

    /** Accepts health checks and never responds to them. */
    void hang() {
        hanging = true;
    }

    private void health(HttpExchange exchange) throws IOException {
        if (hanging) {
            await();
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        served.incrementAndGet();
        if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.close();
        } else if (exchange.getRequestURI().getPath().endsWith("/stream")) {
            stream(exchange);
        } else {
            echo(exchange);
        }
    }

    private void echo(HttpExchange exchange) throws IOException {
        pause();
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        byte[] body = JSON.writeValueAsBytes(Map.of("name", process.name(), "headers", headers, "padding", PADDING));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        await();
        exchange.close();
    }

    /** Traefik measures whole milliseconds. */
    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
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
