package dev.comptoir.tools.chaos;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Launcher;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.cluster.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A real Prometheus that scrapes every instance of a cluster, with the files of {@code deploy/prometheus}. */
final class PrometheusServer implements AutoCloseable {
    /** As in {@code prometheus.yml}. */
    static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(5);

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final ApiClient api;

    private PrometheusServer(Process process, ApiClient api) {
        this.process = process;
        this.api = api;
    }

    /** @param folder emptied first, so that no alert depends on the data of an earlier drill */
    static PrometheusServer start(Path folder, Path project, Cluster cluster) {
        try {
            clear(folder);
            Path files = project.resolve("deploy/prometheus");
            copy(files.resolve("prometheus.yml"), folder);
            for (String rules : List.of("recording.yml", "alerts.yml")) {
                copy(files.resolve("rules").resolve(rules), folder.resolve("rules"));
            }
            Path targets = Files.createDirectories(folder.resolve("targets")).resolve("cluster.json");
            Files.writeString(targets, targets(cluster.state()));
            int port = Launcher.freePort();
            Process process = new ProcessBuilder(
                            program(project).toString(),
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            PrometheusServer server = new PrometheusServer(process, ApiClient.of("http://127.0.0.1:" + port));
            server.awaitTargets(folder.resolve("log"));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(
                file, Files.createDirectories(folder).resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String targets(ClusterState state) {
        return state.instances().stream()
                .map(one -> "{\"targets\": [\"%s\"], \"labels\": {\"service\": \"%s\"}}"
                        .formatted(target(one), one.service()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The name of an instance in Prometheus. */
    static String target(ClusterProcess one) {
        return "127.0.0.1:" + one.port();
    }

    private static Path program(Path project) throws IOException {
        Process find = new ProcessBuilder(
                        project.resolve("scripts/find-prometheus").toString(), "--install")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> output = find.inputReader().lines().toList();
        if (output.isEmpty()) {
            throw new UserError("Prometheus was not found: scripts/find-prometheus --install shows what is missing.");
        }
        return Path.of(output.getLast(), "prometheus");
    }

    private void awaitTargets(Path log) {
        boolean ready =
                Pause.until(() -> value("min(up)") == 1 || !process.isAlive(), START_LIMIT, Duration.ofMillis(200));
        if (!ready || !process.isAlive()) {
            close();
            throw new UserError("Prometheus does not reach every instance: see " + log + ".");
        }
    }

    /** The value of the only series of a query; NaN if there is none. */
    double value(String query) {
        return series(query)
                .findFirst()
                .map(one -> one.path("value").path(1).asDouble())
                .orElse(Double.NaN);
    }

    /** The series of a query, each with its labels ({@code metric}) and its {@code value}. */
    Stream<JsonNode> series(String query) {
        Response response = api.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return response.isSuccess()
                ? response.json().path("data").path("result").valueStream()
                : Stream.of();
    }

    /** The firing alerts. */
    Set<String> firing() {
        return series("ALERTS{alertstate=\"firing\"}")
                .map(one -> one.path("metric").path("alertname").asString())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
