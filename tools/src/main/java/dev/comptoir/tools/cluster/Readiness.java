package dev.comptoir.tools.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a process is ready. */
public final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private Readiness() {}

    /** @throws IllegalStateException if there is no response 200 within four minutes, or the process has ended */
    public static void await(ClusterProcess process, String url, Path log) {
        await(process, () -> !get(url).isEmpty(), url + "; its log is " + log);
    }

    /** Waits until Traefik sends requests to an instance. Traefik does not check a single instance, but sends it all requests. */
    public static void awaitUp(ClusterState state, ClusterProcess instance) {
        if (state.instances(instance.service()).size() > 1) {
            String status = state.adminAddress() + "/api/http/services/" + instance.service() + "@file";
            String up = "\"" + instance.url() + "\":\"UP\"";
            await(instance, () -> get(status).contains(up), status + ", which does not contain " + up);
        }
    }

    private static void await(ClusterProcess process, BooleanSupplier ready, String where) {
        boolean late =
                !Pause.until(() -> ready.getAsBoolean() || process.process().isEmpty(), LIMIT, INTERVAL);
        if (late || process.process().isEmpty()) {
            throw new IllegalStateException(process.name() + " is not ready at " + where);
        }
    }

    /** The body of a response 200; empty otherwise. */
    private static String get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url, stopped);
        }
    }
}
