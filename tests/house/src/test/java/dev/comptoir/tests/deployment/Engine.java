package dev.comptoir.tests.deployment;

import dev.comptoir.tests.deployment.Programs.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Podman, as root, on its own files in data/containers. Its images stay there; closing removes containers, networks and
 * volumes.
 */
final class Engine implements AutoCloseable {
    private static final Path HOME =
            Path.of("../../data/containers").toAbsolutePath().normalize();

    /** For a machine without systemd and with few rights. */
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

    /** The API ends after this time without a request. */
    private static final String IDLE_SECONDS = "300";

    private static final Duration BETWEEN_HEALTH_CHECKS = Duration.ofSeconds(2);

    /** Healthy containers are checked in the first of this many rounds, the others in each. */
    private static final int ROUNDS_BETWEEN_HEALTHY = 5;

    private final Process api;
    private final Thread health;
    private volatile boolean closed;

    private Engine(Process api) {
        this.api = api;
        health = Thread.ofPlatform().daemon().start(this::checkHealth);
    }

    /** Installs missing packages and builds missing substitutes for registry images. */
    static void prepare() {
        Programs.run(List.of("../../tools/without-docker/find-engine", "--install"), Map.of(), PREPARATION_LIMIT)
                .success();
        try {
            Files.createDirectories(HOME);
            Files.writeString(HOME.resolve("containers.conf"), CONFIGURATION);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        clear();
        Programs.run(List.of("../../tools/without-docker/make", HOME.toString()), VARIABLES, PREPARATION_LIMIT)
                .success();
    }

    /** Removes the containers, volumes and networks of this and of earlier runs. */
    private static void clear() {
        podman(LIMIT, List.of("rm", "--all", "--force", "--volumes", "--time=0"));
        podman(LIMIT, List.of("volume", "prune", "--force"));
        podman(LIMIT, List.of("network", "prune", "--force"));
    }

    static void build(String image, List<String> options, Path context) {
        List<String> build = List.of("build", "--pull=never", "--network=host", "--format=docker", "--tag=" + image);
        podman(PREPARATION_LIMIT, Programs.joined(build, Programs.joined(options, List.of(context.toString()))))
                .success();
    }

    /** Starts the API that Compose and Traefik use. */
    static Engine start() {
        try {
            Files.deleteIfExists(socket());
            List<String> service = List.of("system", "service", "--time", IDLE_SECONDS, "unix://" + socket());
            Process api = new ProcessBuilder(command(service))
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("engine.log").toFile())
                    .start();
            while (!Files.exists(socket())) {
                Thread.sleep(50);
            }
            // Like Docker's socket, its group may use it.
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

    /** @return the output of a podman command that succeeds */
    String run(String... arguments) {
        return podman(LIMIT, List.of(arguments)).success();
    }

    /** Runs a program in a container. */
    Output exec(String container, String... command) {
        return podman(LIMIT, Programs.joined(List.of("exec", container), List.of(command)));
    }

    private static Output podman(Duration limit, List<String> arguments) {
        return Programs.run(command(arguments), VARIABLES, limit);
    }

    private static List<String> command(List<String> arguments) {
        List<String> podman = List.of(
                "env",
                "CONTAINERS_CONF=" + HOME.resolve("containers.conf"),
                "podman",
                "--log-level=fatal",
                "--root=" + HOME.resolve("storage"),
                "--runroot=" + HOME.resolve("run"),
                "--network-config-dir=" + HOME.resolve("networks"));
        return Programs.joined(podman, arguments);
    }

    /** Podman leaves the schedule of health checks to systemd; this replaces it. */
    private void checkHealth() {
        for (int round = 0; !closed; round++) {
            boolean all = round % ROUNDS_BETWEEN_HEALTHY == 0;
            try (ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor()) {
                podman(LIMIT, List.of("ps", "--format={{.ID}} {{.Status}}"))
                        .text()
                        .lines()
                        .filter(one -> all || !one.endsWith("(healthy)"))
                        .map(one -> one.replaceFirst(" .*", ""))
                        .forEach(one -> checks.execute(() -> podman(LIMIT, List.of("healthcheck", "run", one))));
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
