package dev.comptoir.tests.observability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real programs prometheus and promtool of this machine. */
final class Prometheus {
    static final Path FILES = Path.of("../../deploy/prometheus");
    private static final int LIMIT_SECONDS = 180;

    private Prometheus() {}

    record Said(int status, String text) {}

    /** @throws IllegalStateException with the cure, when there is none */
    static Path program(String name) throws IOException, InterruptedException {
        Said folder = run(List.of("../../scripts/find-prometheus"));
        if (folder.status() != 0) {
            throw new IllegalStateException(folder.text());
        }
        return Path.of(folder.text().lines().findFirst().orElseThrow(), name);
    }

    static Said promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("promtool").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Said run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " does not end");
        }
        return new Said(process.exitValue(), text.strip());
    }
}
