package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves Traefik the part of the Docker API that deploy/docker-api lets through: a fixed list of containers, no events. */
final class DockerApi implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("(?:/v[0-9.]+)?/(_ping|version|events|containers)(?:/(.+))?");

    /** @param id hexadecimal */
    record Container(String id, String network, boolean healthy, Map<String, String> labels) {}

    private final List<Container> containers;
    private final BiPredicate<String, String> passes;
    private final ProviderApi server;

    /** @param passes method and path that the filter lets through */
    DockerApi(List<Container> containers, BiPredicate<String, String> passes) {
        this.containers = containers;
        this.passes = passes;
        server = new ProviderApi(this::answer);
    }

    String address() {
        return server.address();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher matcher = PATH.matcher(path);
        if (!passes.test(exchange.getRequestMethod(), path) || !matcher.matches()) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        switch (matcher.group(1)) {
            case "_ping" -> {
                exchange.getResponseHeaders().set("Api-Version", "1.51");
                exchange.sendResponseHeaders(200, -1);
            }
            case "version" -> ProviderApi.send(exchange, 200, Map.of("Version", "28.5.1", "ApiVersion", "1.51"));
            case "events" -> server.sendNoEvents(exchange);
            default -> ProviderApi.send(exchange, 200, containers(matcher.group(2)));
        }
    }

    /** @param what {@code json} for all, or {@code 12ab/json} for one */
    private Object containers(String what) {
        List<Object> found = new ArrayList<>();
        for (Container one : containers) {
            if (what.equals(one.id() + "/json")) {
                return inspected(one);
            }
            found.add(Map.of("Id", one.id(), "Names", List.of("/" + one.id()), "Labels", one.labels()));
        }
        return found;
    }

    private static Map<String, Object> inspected(Container one) {
        return Map.of(
                "Id",
                one.id(),
                "Name",
                "/" + one.id(),
                "State",
                Map.of("Running", true, "Health", Map.of("Status", one.healthy() ? "healthy" : "unhealthy")),
                "Config",
                Map.of("Labels", one.labels()),
                "HostConfig",
                Map.of("NetworkMode", one.network()),
                "NetworkSettings",
                Map.of("Networks", Map.of(one.network(), Map.of("IPAddress", "127.0.0.1"))));
    }

    @Override
    public void close() {
        server.close();
    }
}
