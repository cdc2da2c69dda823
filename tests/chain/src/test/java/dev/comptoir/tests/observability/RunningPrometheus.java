package dev.comptoir.tests.observability;

import static org.awaitility.Awaitility.await;

import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A real Prometheus with our rules that scrapes the running chain every second, in a folder of its own. */
final class RunningPrometheus implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final URI address;
    private final TestHttp api;

    private RunningPrometheus(Process process, URI address) {
        this.process = process;
        this.address = address;
        this.api = TestHttp.of(address.toString());
    }

    static RunningPrometheus start(RunningChain chain) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("comptoir-prometheus");
        copyRules(Files.createDirectories(folder.resolve("rules")));
        int port = freePort();
        Files.writeString(folder.resolve("prometheus.yml"), configuration(chain, port));
        Process process = new ProcessBuilder(
                        Prometheus.program("prometheus").toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--storage.tsdb.retention.time=1h",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        RunningPrometheus running = new RunningPrometheus(process, URI.create("http://127.0.0.1:" + port));
        await().atMost(START_LIMIT)
                .ignoreExceptions()
                .until(() -> running.api.get("/-/ready").status() == 200);
        return running;
    }

    private static void copyRules(Path target) throws IOException {
        try (Stream<Path> rules = Files.list(Prometheus.FILES.resolve("rules"))) {
            for (Path file : rules.toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String configuration(RunningChain chain, int port) {
        String targets = Stream.of("store", "headoffice", "logistics")
                .map(service -> """
                              - targets: ['%s']
                                labels: {service: %s}
                        """.formatted(URI.create(chain.address(service)).getAuthority(), service))
                .collect(Collectors.joining());
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: [rules/*.yml]
                scrape_configs:
                  - job_name: comptoir
                    static_configs:
                """ + targets + """
                  - job_name: prometheus
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                        labels: {service: prometheus}
                """.formatted(port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI address() {
        return address;
    }

    /** The data of an instant query: {@code {"resultType": ..., "result": [...]}}. */
    JsonNode query(String expression) {
        return api.get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .expect(200)
                .path("data");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
