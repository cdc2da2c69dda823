package dev.comptoir.tests.upgrade;

import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A process of a service. */
final class Instance implements AutoCloseable {
    private static final Path LOGS = Path.of("target/upgrade");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final long STOP_LIMIT_SECONDS = 40;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String service;
    private final int port;
    private final Process process;
    private final Path log;

    private Instance(String service, int port, Process process, Path log) {
        this.service = service;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts a process and waits until it is ready. */
    static Instance start(Version version, String service, int port, Map<String, String> settings) {
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve("%s-%s-%d.log".formatted(service, version.name(), port));
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            version.jar(service).toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(settings);
            Instance instance = new Instance(service, port, builder.start(), log);
            instance.awaitReady();
            return instance;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitReady() {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .build();
        Awaitility.await("ready: " + log)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(service + " ended at its start: " + Files.readString(log));
                    }
                    return isReady(ready);
                });
    }

    private static boolean isReady(HttpRequest ready) throws InterruptedException {
        try {
            return HTTP.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The API of this instance, past the balancer. */
    TestHttp api() {
        return TestHttp.of("http://127.0.0.1:" + port + "/" + service + "/api/v1");
    }

    /** Stops in order, as an orchestrator does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(service + " did not stop in " + STOP_LIMIT_SECONDS + " s: see " + log);
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
