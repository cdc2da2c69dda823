package dev.comptoir.cluster.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real kubectl and kubernetes-validate, as {@code scripts/find-deploy-tools} installs them. */
final class Programs {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Programs() {}

    record Said(int status, String text) {}

    /** @throws IllegalStateException with the cure, when they are not there */
    static Path deployTools() {
        Said found = run(List.of("../scripts/find-deploy-tools"), Map.of());
        if (found.status() != 0) {
            throw new IllegalStateException(found.text());
        }
        return Path.of(found.text());
    }

    static Said kubectl(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(deployTools().resolve("bin/kubectl").toString()));
        command.addAll(List.of(arguments));
        return run(command, Map.of());
    }

    /** Whether Kubernetes' own schemas, of the oldest and the newest version that we say, know each field of the file. */
    static Said validate(Path file) {
        String arguments = "-m kubernetes_validate --strict --quiet --no-warn -k 1.30 -k 1.37 " + file;
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments.split(" ", -1)));
        return run(command, Map.of("PYTHONPATH", deployTools().toString()));
    }

    /** @throws IllegalStateException with the cure, when it is not there */
    static Said promtool(String... arguments) {
        Said found = run(List.of("../scripts/find-prometheus"), Map.of());
        if (found.status() != 0) {
            throw new IllegalStateException(found.text());
        }
        List<String> command = new ArrayList<>(List.of(found.text() + "/promtool"));
        command.addAll(List.of(arguments));
        return run(command, Map.of());
    }

    static Said run(List<String> command, Map<String, String> variables) {
        return run(command, variables, LIMIT);
    }

    static Said run(List<String> command, Map<String, String> variables, Duration limit) {
        try {
            Path output = Files.createTempFile("comptoir-kubernetes", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(variables);
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(limit)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            Files.delete(output);
            return new Said(process.exitValue(), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
