package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real programs that read deploy/, as {@code tools/without-docker/find-deploy-tools} installs them. */
final class Programs {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Programs() {}

    record Output(int status, String text) {

        /** @throws IllegalStateException with the text, when the program failed */
        String success() {
            if (status != 0) {
                throw new IllegalStateException(text);
            }
            return text;
        }
    }

    /** @throws IllegalStateException with the command that installs them, when they are missing */
    static Path deployTools() {
        return Path.of(run(List.of("../../tools/without-docker/find-deploy-tools"), Map.of())
                .success());
    }

    static Output kubectl(String... arguments) {
        return run(joined(List.of(bin("kubectl")), List.of(arguments)), Map.of());
    }

    /** Without the environment of the host, which the files might use. */
    static Output compose(List<String> arguments) {
        List<String> command =
                List.of("env", "-i", "PATH=" + System.getenv("PATH"), bin("docker-compose"), "--env-file", "/dev/null");
        return run(joined(command, arguments), Map.of());
    }

    static Output hadolint(String... arguments) {
        return run(joined(List.of(bin("hadolint")), List.of(arguments)), Map.of());
    }

    private static String bin(String program) {
        return deployTools().resolve("bin").resolve(program).toString();
    }

    static List<String> joined(List<String> first, List<String> more) {
        return Stream.concat(first.stream(), more.stream()).toList();
    }

    /** Checks each field against the Kubernetes schemas of the oldest and the newest supported version. */
    static Output validate(Path file) {
        String command = "python3 -m kubernetes_validate --strict --quiet --no-warn -k 1.30 -k 1.37 " + file;
        return run(
                List.of(command.split(" ", -1)),
                Map.of("PYTHONPATH", deployTools().toString()));
    }

    /** @throws IllegalStateException with the command that installs it, when it is missing */
    static Output promtool(String... arguments) {
        String folder = run(List.of("../../scripts/find-prometheus"), Map.of()).success();
        return run(joined(List.of(folder + "/promtool"), List.of(arguments)), Map.of());
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
            String text = Files.readString(output).strip();
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
