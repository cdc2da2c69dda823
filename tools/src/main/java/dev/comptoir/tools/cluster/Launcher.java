package dev.comptoir.tools.cluster;

import dev.comptoir.app.Person;
import dev.comptoir.app.PostgresServer;
import dev.comptoir.app.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Starts processes that outlive the command. */
public final class Launcher {
    private static final String MEMORY = "-Xmx256m";

    /** Longer than Traefik needs to see that an instance is no longer ready: it asks every second. */
    private static final int DRAIN_MILLISECONDS = 3_000;

    /** Connections of one instance: 24 instances share 200. */
    private static final int POOL = 8;

    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final int ATTEMPTS = 1_000;

    private final ClusterFolder folder;
    private final Path project;
    private final Map<String, String> settings;

    public Launcher(ClusterFolder folder, Path project) {
        this(folder, project, Map.of());
    }

    /** @param settings environment variables of every instance, beside those that are set here */
    public Launcher(ClusterFolder folder, Path project, Map<String, String> settings) {
        this.folder = folder;
        this.project = project;
        this.settings = settings;
    }

    /** @throws UserError when something that a start needs is missing */
    void check() {
        for (String service : ClusterState.SERVICES) {
            if (!Files.exists(jar(service))) {
                throw new UserError(jar(service) + " was not found: make cluster builds it");
            }
        }
        TraefikProgram.find(tools());
    }

    private Path jar(String service) {
        return project.resolve(service + "/target/comptoir-" + service + ".jar");
    }

    private Path tools() {
        return project.resolve("data/tools");
    }

    /** @param port 0 lets the system choose */
    Running instance(ClusterState state, String service, String name, int port) {
        int listens = port == 0 ? freePort() : port;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, MEMORY, "-jar", jar(service).toString());
        builder.environment().putAll(variables(state, service, listens));
        builder.environment().putAll(settings);
        return Running.of(name, service, listens, start(builder, name));
    }

    private Map<String, String> variables(ClusterState state, String service, int port) {
        Secrets secrets = Secrets.in(folder.path().resolve("secrets.properties"));
        String peers = ClusterState.SERVICES.stream()
                .filter(peer -> !peer.equals(service))
                .map(peer -> peer + "=" + state.inside() + "/" + peer)
                .collect(Collectors.joining(","));
        return Map.ofEntries(
                Map.entry("COMPTOIR_NAME", service),
                Map.entry("COMPTOIR_HOST", "127.0.0.1"),
                Map.entry("COMPTOIR_PORT", String.valueOf(port)),
                Map.entry(
                        "COMPTOIR_DATABASE_URL",
                        Objects.requireNonNull(state.homes().get(service))),
                Map.entry("COMPTOIR_DATABASE_USER", service),
                Map.entry("COMPTOIR_DATABASE_PASSWORD", databasePassword(state, service)),
                Map.entry("COMPTOIR_DATABASE_POOL", String.valueOf(POOL)),
                Map.entry("COMPTOIR_PEERS", peers),
                Map.entry("COMPTOIR_BEHIND_PROXY", "1"),
                Map.entry("COMPTOIR_DRAIN_MILLISECONDS", String.valueOf(DRAIN_MILLISECONDS)),
                Map.entry("COMPTOIR_FIRST_MANAGER", Person.firstManager(Person.all(secrets))));
    }

    /** The server lives on when this process ends: nothing here closes it. */
    Running postgres(int port) {
        PostgresServer server = PostgresServer.start(folder.path(), port);
        return Running.of(ClusterState.POSTGRES, ClusterState.POSTGRES, server.port(), server.process());
    }

    String databasePassword(ClusterState state, String service) {
        return state.databasePassword().isEmpty()
                ? Secrets.in(folder.path().resolve("secrets.properties")).password("database." + service)
                : state.databasePassword();
    }

    public Running traefik(ClusterState state) {
        Path program = TraefikProgram.find(tools());
        folder.write("traefik.yml", TraefikFiles.fixed(state, folder.path()));
        folder.write("dynamic.yml", TraefikFiles.watched(state));
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(), "--configFile=" + folder.path().resolve("traefik.yml"));
        return Running.of(ClusterState.PROXY, ClusterState.PROXY, state.port(), start(builder, ClusterState.PROXY));
    }

    private ProcessHandle start(ProcessBuilder builder, String name) {
        Path log = folder.log(name);
        builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return builder.start().toHandle();
        } catch (IOException failure) {
            throw new UncheckedIOException(String.join(" ", List.of(name, "cannot be started")), failure);
        }
    }

    /** On all of the machine's addresses. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * A port that stays free while its process is not there: systems give ports above 32767 to outgoing connections, and
     * an instance comes back to its own.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port between %d and %d is free".formatted(LOWEST_PORT, HIGHEST_PORT));
    }
}
