package dev.comptoir.tests.routing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Serves Traefik the part of the Docker API that deploy/docker-api lets through: a fixed list of containers, no events. */
final class DockerApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PATH =
            Pattern.compile("(?:/v[0-9.]+)?/(_ping|version|events|containers)(?:/(.+)?json)?");

    /** @param id hexadecimal */
    record Container(String id, String network, boolean healthy, Map<String, String> labels) {

        private String summary() {
            return "{\"Id\": \"%1$s\", \"Names\": [\"/%1$s\"], \"Labels\": %2$s}"
                    .formatted(id, JSON.writeValueAsString(labels));
        }

        private String details() {
            return """
                    {"Id": "%1$s", "Name": "/%1$s", "Config": {"Labels": %2$s},
                     "State": {"Running": true, "Health": {"Status": "%3$s"}}, "HostConfig": {"NetworkMode": "%4$s"},
                     "NetworkSettings": {"Networks": {"%4$s": {"IPAddress": "127.0.0.1"}}}}
                    """.formatted(id, JSON.writeValueAsString(labels), healthy ? "healthy" : "unhealthy", network);
        }
    }

    private final List<Container> containers;
    private final BiPredicate<String, String> filter;
    private final LoopbackServer server;

    /** @param filter accepts the methods and paths that the proxy lets through */
    DockerApi(List<Container> containers, BiPredicate<String, String> filter) {
        this.containers = containers;
        this.filter = filter;
        server = new LoopbackServer(this::respond);
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    private void respond(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher matcher = PATH.matcher(path);
        if (!filter.test(exchange.getRequestMethod(), path) || !matcher.matches()) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        switch (matcher.group(1)) {
            case "_ping" -> {
                exchange.getResponseHeaders().set("Api-Version", "1.51");
                exchange.sendResponseHeaders(200, -1);
            }
            case "version" -> LoopbackServer.send(exchange, 200, "{\"Version\": \"28.5.1\", \"ApiVersion\": \"1.51\"}");
            case "events" -> server.stream(exchange, "application/json", "");
            default -> LoopbackServer.send(exchange, 200, containers(matcher.group(2)));
        }
    }

    /** @param one {@code 12ab/} for one container, or null for the list of all */
    private String containers(@Nullable String one) {
        List<String> found = containers.stream()
                .filter(container -> one == null || one.equals(container.id() + "/"))
                .map(one == null ? Container::summary : Container::details)
                .toList();
        return one == null ? found.toString() : found.getFirst();
    }

    @Override
    public void close() {
        server.close();
    }
}
