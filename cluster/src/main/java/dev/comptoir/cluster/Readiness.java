package dev.comptoir.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits until something answers 200. */
final class Readiness {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private Readiness() {}

    /** @throws IllegalStateException when an instance is not ready within 90 s, or has ended */
    static void await(Running process, String url) {
        await(process.name(), url, () -> process.process().isPresent());
    }

    private static void await(String what, String url, BooleanSupplier lives) {
        Instant limit = Instant.now().plus(LIMIT);
        while (status(url) != 200) {
            if (Instant.now().isAfter(limit) || !lives.getAsBoolean()) {
                throw new IllegalStateException(
                        what + " does not answer at " + url + ": its log is data/cluster/logs/" + what + ".log");
            }
            pause();
        }
    }

    /** The status of an answer, 0 when there was none. */
    static int status(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
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
