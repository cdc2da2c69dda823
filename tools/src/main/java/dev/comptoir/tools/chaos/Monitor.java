package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A real Prometheus with the files of {@code deploy/prometheus}, which looks at every instance of a cluster. */
final class Monitor implements AutoCloseable {
    /** As {@code prometheus.yml} says. */
    static final Duration SCRAPE = Duration.ofSeconds(5);

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Http api;

    private Monitor(Process process, Http api) {
        this.process = process;
        this.api = api;
    }

    /** @param folder emptied first: an alert must not rest on what an earlier drill left */
    static Monitor start(Path folder, Path project, Cluster cluster) {
        try {
            clear(folder);
            Path files = project.resolve("deploy/prometheus");
            copy(files.resolve("prometheus.yml"), folder);
            for (String rules : List.of("recording.yml", "alerts.yml")) {
                copy(files.resolve("rules").resolve(rules), folder.resolve("rules"));
            }
            Path targets = Files.createDirectories(folder.resolve("targets")).resolve("cluster.json");
            Files.writeString(targets, targets(cluster.state()));
            int port = freePort();
            Process process = new ProcessBuilder(
                            program(project).toString(),
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            Monitor monitor = new Monitor(process, new Http("http://127.0.0.1:" + port, ""));
            monitor.awaitTargets(folder.resolve("log"));
            return monitor;
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
        return Stream.of("store", "headoffice", "logistics")
                .flatMap(service -> state.instances(service).stream())
                .map(one -> "{\"targets\": [\"%s\"], \"labels\": {\"service\": \"%s\"}}"
                        .formatted(address(one), one.service()))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** What Prometheus calls an instance. */
    static String address(ClusterProcess one) {
        return "127.0.0.1:" + one.port();
    }

    private static Path program(Path project) throws IOException {
        Process find = new ProcessBuilder(
                        project.resolve("scripts/find-prometheus").toString(), "--install")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = find.inputReader().lines().toList();
        if (said.isEmpty()) {
            throw new UserError("Prometheus was not found: scripts/find-prometheus --install says what is missing");
        }
        return Path.of(said.getLast(), "prometheus");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitTargets(Path log) {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (number("min(up)") != 1) {
            if (Instant.now().isAfter(limit) || !process.isAlive()) {
                close();
                throw new UserError("Prometheus does not reach every instance: see " + log);
            }
            Pause.of(Duration.ofMillis(200));
        }
    }

    /** The value of a query that has one series; NaN when it has none. */
    double number(String query) {
        return series(query)
                .findFirst()
                .map(one -> one.path("value").path(1).asDouble())
                .orElse(Double.NaN);
    }

    /** The series of a query, each with its labels ({@code metric}) and its {@code value}. */
    Stream<JsonNode> series(String query) {
        Http.Reply reply = api.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return reply.made() ? reply.json().path("data").path("result").valueStream() : Stream.of();
    }

    /** The alerts that fire now. */
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
