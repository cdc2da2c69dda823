package dev.comptoir.tests.deployment;

import dev.comptoir.tests.deployment.Programs.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An engine of containers without a daemon: podman, as root, on files of its own in data/containers. Its images stay there;
 * containers, networks and volumes are gone when it is closed.
 */
final class Engine implements AutoCloseable {
    private static final Path HOME =
            Path.of("../../data/containers").toAbsolutePath().normalize();

    /** What a machine without systemd and with few rights needs. */
    private static final String CONFIGURATION = """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            [network]
            network_backend = "netavark"
            """;

    private static final Map<String, String> VARIABLES =
            Map.of("CONTAINERS_CONF", HOME.resolve("containers.conf").toString());
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PREPARATION_LIMIT = Duration.ofMinutes(15);

    /** Nobody is left to serve when nobody has asked for so long. */
    private static final String IDLE_SECONDS = "300";

    private static final Duration BETWEEN_HEALTH_CHECKS = Duration.ofSeconds(2);

    /** Rounds of health checks; who is well is asked in the first of so many, the others in each. */
    private static final int ROUNDS_FOR_THE_WELL = 5;

    private final Process api;
    private final Thread health;
    private volatile boolean closed;

    private Engine(Process api) {
        this.api = api;
        health = Thread.ofPlatform().daemon().start(this::askForHealth);
    }

    /** Installs what is missing and makes the images that stand in for those of registries, unless they are there. */
    static void prepare() {
        done(Programs.run(List.of("../../tools/without-docker/find-engine", "--install"), Map.of(), PREPARATION_LIMIT));
        try {
            Files.createDirectories(HOME);
            Files.writeString(HOME.resolve("containers.conf"), CONFIGURATION);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        clear();
        done(Programs.run(List.of("../../tools/without-docker/make", HOME.toString()), VARIABLES, PREPARATION_LIMIT));
    }

    /** What an earlier run left behind, too. */
    private static void clear() {
        podman(LIMIT, "rm", "--all", "--force", "--volumes", "--time=0");
        podman(LIMIT, "volume", "prune", "--force");
        podman(LIMIT, "network", "prune", "--force");
    }

    static void build(String image, List<String> options, Path context) {
        List<String> arguments =
                new ArrayList<>(List.of("build", "--pull=never", "--network=host", "--format=docker", "--tag", image));
        arguments.addAll(options);
        arguments.add(context.toString());
        done(podman(PREPARATION_LIMIT, arguments.toArray(String[]::new)));
    }

    /** With the API that Compose and Traefik speak to. */
    static Engine start() {
        try {
            Files.deleteIfExists(socket());
            Process api = new ProcessBuilder(command("system", "service", "--time", IDLE_SECONDS, "unix://" + socket()))
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("engine.log").toFile())
                    .start();
            while (!Files.exists(socket())) {
                Thread.sleep(50);
            }
            // As Docker's own: for its group, too.
            Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw----"));
            return new Engine(api);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    static Path socket() {
        return HOME.resolve("engine.sock");
    }

    /** The text that it definition when all is well. */
    String run(String... arguments) {
        return done(podman(LIMIT, arguments));
    }

    /** Runs a program in a container; what comes of it is the caller's to judge. */
    Output exec(String container, String... command) {
        List<String> arguments = new ArrayList<>(List.of("exec", container));
        arguments.addAll(List.of(command));
        return podman(LIMIT, arguments.toArray(String[]::new));
    }

    private static Output podman(Duration limit, String... arguments) {
        return Programs.run(command(arguments), VARIABLES, limit);
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "CONTAINERS_CONF=" + HOME.resolve("containers.conf"),
                "podman",
                "--log-level=fatal",
                "--root=" + HOME.resolve("storage"),
                "--runroot=" + HOME.resolve("run"),
                "--network-config-dir=" + HOME.resolve("networks")));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String done(Output output) {
        if (output.status() != 0) {
            throw new IllegalStateException(output.text());
        }
        return output.text();
    }

    /** Podman leaves the clock of health checks to systemd, which is not there: here it is ours. */
    private void askForHealth() {
        for (int round = 0; !closed; round++) {
            boolean everybody = round % ROUNDS_FOR_THE_WELL == 0;
            try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
                podman(LIMIT, "ps", "--format={{.ID}} {{.Status}}")
                        .text()
                        .lines()
                        .filter(one -> everybody || !one.endsWith("(healthy)"))
                        .map(one -> one.replaceFirst(" .*", ""))
                        .forEach(one -> all.execute(() -> podman(LIMIT, "healthcheck", "run", one)));
                Thread.sleep(BETWEEN_HEALTH_CHECKS);
            } catch (InterruptedException over) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        health.interrupt();
        clear();
        api.destroy();
    }
}
