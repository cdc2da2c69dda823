package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real programs that read deploy/, as {@code tools/without-docker/find-deploy-tools} installs them. */
final class Programs {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Programs() {}

    record Output(int status, String text) {}

    /** @throws IllegalStateException with the cure, when they are not there */
    static Path deployTools() {
        Output found = run(List.of("../../tools/without-docker/find-deploy-tools"), Map.of());
        if (found.status() != 0) {
            throw new IllegalStateException(found.text());
        }
        return Path.of(found.text());
    }

    static Output kubectl(String... arguments) {
        return run(command(bin("kubectl"), arguments), Map.of());
    }

    /** Without the environment of the host, which the files might use. */
    static Output compose(String... arguments) {
        List<String> command = command("env", "--ignore-environment", "PATH=" + System.getenv("PATH"));
        command.addAll(command(bin("docker-compose"), "--env-file", "/dev/null"));
        command.addAll(List.of(arguments));
        return run(command, Map.of());
    }

    static Output hadolint(String... arguments) {
        return run(command(bin("hadolint"), arguments), Map.of());
    }

    private static String bin(String program) {
        return deployTools().resolve("bin").resolve(program).toString();
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Checks each field against the Kubernetes schemas of the oldest and the newest supported version. */
    static Output validate(Path file) {
        String arguments = "-m kubernetes_validate --strict --quiet --no-warn -k 1.30 -k 1.37 " + file;
        return run(
                command("python3", arguments.split(" ", -1)),
                Map.of("PYTHONPATH", deployTools().toString()));
    }

    /** @throws IllegalStateException with the cure, when it is not there */
    static Output promtool(String... arguments) {
        Output found = run(List.of("../../scripts/find-prometheus"), Map.of());
        if (found.status() != 0) {
            throw new IllegalStateException(found.text());
        }
        return run(command(found.text() + "/promtool", arguments), Map.of());
    }

    static Output run(List<String> command, Map<String, String> variables) {
        return run(command, variables, LIMIT);
    }

    static Output run(List<String> command, Map<String, String> variables, Duration limit) {
        try {
            Path output = Files.createTempFile("comptoir-deploy", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(variables);
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(limit)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            Files.delete(output);
            return new Output(process.exitValue(), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
