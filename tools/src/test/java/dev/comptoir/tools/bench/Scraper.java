package dev.comptoir.tools.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Reads the metrics of an instance every five seconds, as Prometheus does. */
final class Scraper implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> readings;
    private final HttpRequest request;

    Scraper(int port) {
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        this.readings = clock.scheduleAtFixedRate(this::read, 1, 5, TimeUnit.SECONDS);
    }

    private void read() {
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException missed) {
            throw new java.io.UncheckedIOException(missed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        readings.cancel(true);
        clock.shutdownNow();
        http.shutdownNow();
    }
}
