package dev.comptoir.tools.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits until something answers. */
public final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private Readiness() {}

    /** @throws IllegalStateException when it does not answer 200 within four minutes, or has ended */
    public static void await(Running process, String url, Path log) {
        await(process, () -> !get(url).isEmpty(), url + ": its log is " + log);
    }

    /** Waits until Traefik sends requests to an instance. An only instance is not checked, and gets them all. */
    public static void awaitUp(ClusterState state, Running instance) {
        if (state.instances(instance.service()).size() > 1) {
            String seen = state.admin() + "/api/http/services/" + instance.service() + "@file";
            String up = "\"" + instance.url() + "\":\"UP\"";
            await(instance, () -> get(seen).contains(up), seen + ", where Traefik would say " + up);
        }
    }

    private static void await(Running process, BooleanSupplier ready, String where) {
        Instant limit = Instant.now().plus(LIMIT);
        while (!ready.getAsBoolean()) {
            if (Instant.now().isAfter(limit) || process.process().isEmpty()) {
                throw new IllegalStateException(process.name() + " does not answer at " + where);
            }
            pause();
        }
    }

    /** What was answered with 200; empty without such an answer. */
    private static String get(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url, stopped);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", stopped);
        }
    }
}
