package dev.comptoir.tools.cluster;

import dev.comptoir.app.AotCache;
import dev.comptoir.app.Person;
import dev.comptoir.app.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Starts processes that outlive the command. */
public final class Launcher {
    private static final String MEMORY = "-Xmx256m";

    /** Longer than Traefik, which checks every second, takes to find out that an instance is no longer ready. */
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

    /** @param settings environment variables of every instance, in addition to those that are set here */
    Launcher(ClusterFolder folder, Path project, Map<String, String> settings) {
        this.folder = folder;
        this.project = project;
        this.settings = settings;
    }

    /** @throws UserError if something is missing that the start needs */
    void check() {
        for (String service : ClusterState.SERVICES) {
            if (!Files.exists(jar(service))) {
                throw new UserError(jar(service) + " was not found: bin/comptoir cluster up builds it.");
            }
        }
        TraefikProgram.find(project);
    }

    private Path jar(String service) {
        return project.resolve(service + "/target/comptoir-" + service + ".jar");
    }

    ClusterProcess instance(ClusterState state, String service, String name, int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, MEMORY));
        command.addAll(new AotCache(jar(service)).options());
        command.addAll(List.of("-jar", jar(service).toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables(state, service, port));
        builder.environment().putAll(settings);
        return ClusterProcess.of(name, service, port, start(builder, name));
    }

    private Map<String, String> variables(ClusterState state, String service, int port) {
        String peers = ClusterState.SERVICES.stream()
                .filter(peer -> !peer.equals(service))
                .map(peer -> peer + "=" + state.internalAddress() + "/" + peer)
                .collect(Collectors.joining(","));
        return Map.ofEntries(
                Map.entry("COMPTOIR_NAME", service),
                Map.entry("COMPTOIR_HOST", "127.0.0.1"),
                Map.entry("COMPTOIR_PORT", String.valueOf(port)),
                Map.entry("COMPTOIR_DATABASE_URL", state.database().jdbcUrl(service)),
                Map.entry("COMPTOIR_DATABASE_USER", service),
                Map.entry("COMPTOIR_DATABASE_PASSWORD", databasePassword(state, service)),
                Map.entry("COMPTOIR_DATABASE_POOL", String.valueOf(POOL)),
                Map.entry("COMPTOIR_PEERS", peers),
                Map.entry("COMPTOIR_BEHIND_PROXY", "1"),
                Map.entry("COMPTOIR_DRAIN_MILLISECONDS", String.valueOf(DRAIN_MILLISECONDS)),
                Map.entry("COMPTOIR_FIRST_MANAGER", Person.firstManager(Person.all(folder.secrets()))));
    }

    String databasePassword(ClusterState state, String service) {
        return state.database().password().orElseGet(() -> folder.secrets().password("database." + service));
    }

    /**
     * The server keeps running after this process: nothing here closes it.
     *
     * @param port 0 lets the system choose
     */
    ClusterProcess postgres(int port) {
        PostgresServer server = PostgresServer.start(folder.path(), port);
        return ClusterProcess.of(ClusterState.POSTGRES, ClusterState.POSTGRES, server.port(), server.process());
    }

    public ClusterProcess traefik(ClusterState state) {
        folder.write("traefik.yml", TraefikConfiguration.staticFile(state, folder.path()));
        folder.write("dynamic.yml", TraefikConfiguration.dynamicFile(state));
        ProcessBuilder builder = new ProcessBuilder(
                TraefikProgram.find(project).toString(),
                "--configFile=" + folder.path().resolve("traefik.yml"));
        return ClusterProcess.of(
                ClusterState.TRAEFIK,
                ClusterState.TRAEFIK,
                state.ports().clients(),
                start(builder, ClusterState.TRAEFIK));
    }

    private ProcessHandle start(ProcessBuilder builder, String name) {
        builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
        try {
            return builder.start().toHandle();
        } catch (IOException failure) {
            throw new UncheckedIOException(name + " cannot be started", failure);
        }
    }

    /** On all addresses of the machine. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * A port that stays free while its process is down, so that a restarted instance gets its own port back: systems give
     * ports above 32767 to outgoing connections.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from %d to %d is free".formatted(LOWEST_PORT, HIGHEST_PORT));
    }
}
