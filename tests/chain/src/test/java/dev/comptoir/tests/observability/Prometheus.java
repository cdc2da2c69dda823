package dev.comptoir.tests.observability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs prometheus and promtool that are installed on this machine. */
final class Prometheus {
    static final Path FILES = Path.of("../../deploy/prometheus");
    private static final int LIMIT_SECONDS = 180;

    private Prometheus() {}

    record Output(int status, String text) {}

    /** @throws IllegalStateException with the command that installs it, when it is missing */
    static Path program(String name) throws IOException, InterruptedException {
        Output folder = run("", List.of("../../scripts/find-prometheus"));
        if (folder.status() != 0) {
            throw new IllegalStateException(folder.text());
        }
        return Path.of(folder.text().lines().findFirst().orElseThrow(), name);
    }

    static Output promtool(String... arguments) throws IOException, InterruptedException {
        return promtoolWithInput("", arguments);
    }

    /** Feeds {@code input} to promtool, which has to read it before it writes much. */
    static Output promtoolWithInput(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("promtool").toString()));
        command.addAll(List.of(arguments));
        return run(input, command);
    }

    private static Output run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end in time");
        }
        return new Output(process.exitValue(), text.strip());
    }
}
