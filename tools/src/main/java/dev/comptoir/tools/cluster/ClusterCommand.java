package dev.comptoir.tools.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of the cluster in {@code data/cluster}. */
@Command(
        name = "cluster",
        description = "Runs several instances of each service behind Traefik, on this machine.",
        subcommands = ClusterCommand.Up.class)
public final class ClusterCommand {
    private static final String PROCESS = "A process, as status lists them: logistics-2, traefik, postgres.";

    private static Cluster cluster() {
        return new Cluster(Path.of("data/cluster"), Path.of("."));
    }

    /** The options that give a number of instances by service. */
    static final class Counts {
        @Option(names = "--store", paramLabel = "N", description = "Instances of the store, 1 to 8.")
        private @Nullable Integer store;

        @Option(names = "--headoffice", paramLabel = "N", description = "Instances of the head office, 1 to 8.")
        private @Nullable Integer headOffice;

        @Option(names = "--logistics", paramLabel = "N", description = "Instances of logistics, 1 to 8.")
        private @Nullable Integer logistics;

        Map<String, Integer> toMap() {
            Map<String, Integer> counts = new LinkedHashMap<>();
            Optional.ofNullable(store).ifPresent(count -> counts.put("store", count));
            Optional.ofNullable(headOffice).ifPresent(count -> counts.put("headoffice", count));
            Optional.ofNullable(logistics).ifPresent(count -> counts.put("logistics", count));
            return counts;
        }
    }

    /** The options that only make sense together. */
    static final class TlsFiles {
        @Option(
                names = "--cert",
                paramLabel = "FILE",
                required = true,
                description = "PEM file of the certificate; clients then use HTTPS.")
        private Path certificate = Path.of("");

        @Option(names = "--key", paramLabel = "FILE", required = true, description = "PEM file of its key.")
        private Path key = Path.of("");
    }

    @Command(
            name = "up",
            description = "Starts all processes and waits until they are ready.",
            showDefaultValues = true)
    static final class Up implements Runnable {
        @Mixin
        private Counts counts = new Counts();

        @Option(names = "--port", paramLabel = "PORT", description = "Where Traefik listens; 0 chooses a free port.")
        private int port = 8088;

        @Option(
                names = "--strategy",
                paramLabel = "STRATEGY",
                description = "How Traefik chooses an instance: ${COMPLETION-CANDIDATES}.")
        private Strategy strategy = Strategy.p2c;

        @Option(
                names = "--weights",
                split = ",",
                paramLabel = "INSTANCE=WEIGHT",
                showDefaultValue = CommandLine.Help.Visibility.NEVER,
                description = "For the strategy wrr: store-1=3,store-2=1.")
        private Map<String, Integer> weights = Map.of();

        @ArgGroup(exclusive = false)
        private @Nullable TlsFiles tls;

        @Option(
                names = "--database",
                paramLabel = "HOST:PORT",
                description = "A PostgreSQL server with the databases and roles store, headoffice and logistics, whose"
                        + " password is in the variable DATABASE_PASSWORD. Default: one that the cluster starts.")
        private @Nullable String database;

        @Override
        public void run() {
            System.out.println("Starting the cluster: about a minute.");
            cluster()
                    .up(new ClusterPlan(
                            port,
                            counts.toMap(),
                            new Balancing(strategy, weights),
                            Optional.ofNullable(tls)
                                    .map(files -> new Tls(absolute(files.certificate), absolute(files.key))),
                            Optional.ofNullable(database).map(server -> Database.on(server, password()))));
            print(cluster());
        }

        private static String absolute(Path file) {
            return file.toAbsolutePath().toString();
        }

        private static Optional<String> password() {
            return Optional.of(System.getenv().getOrDefault("DATABASE_PASSWORD", ""));
        }
    }

    @Command(description = "Changes the number of instances.")
    void scale(@Mixin Counts counts) {
        cluster().scale(counts.toMap());
        print(cluster());
    }

    @Command(description = "Kills a process, as a crash would.")
    void kill(@Parameters(paramLabel = "PROCESS", description = PROCESS) String name) {
        cluster().kill(name);
    }

    @Command(description = "Stops a process in order.")
    void stop(@Parameters(paramLabel = "PROCESS", description = PROCESS) String name) {
        cluster().stop(name);
    }

    @Command(description = "Restarts a process, or all instances of a service one after another.")
    void restart(@Parameters(paramLabel = "PROCESS", description = PROCESS) String name) {
        cluster().restart(name);
    }

    @Command(description = "Freezes a process.")
    void pause(@Parameters(paramLabel = "PROCESS", description = PROCESS) String name) {
        cluster().pause(name);
    }

    @Command(description = "Lets a frozen process continue.")
    void resume(@Parameters(paramLabel = "PROCESS", description = PROCESS) String name) {
        cluster().resume(name);
    }

    @Command(description = "Shows addresses, logins, processes and their logs.")
    void status() {
        print(cluster());
    }

    @Command(description = "Ends all processes; the data stays in data/cluster.")
    void down() {
        cluster().down();
    }

    private static void print(Cluster cluster) {
        ClusterState state = cluster.state();
        for (String service : ClusterState.SERVICES) {
            System.out.printf("  %-12s %s/%s%n", service, state.address(), service);
        }
        System.out.printf("  %-12s %s/dashboard/%n%n", "dashboard", state.adminAddress());
        state.processes()
                .forEach(one -> System.out.printf(
                        "  %-14s port %-6d %-18s %s%n",
                        one.name(),
                        one.port(),
                        one.process().isPresent() ? "process " + one.pid() : "ended",
                        cluster.log(one)));
        System.out.println();
        cluster.people()
                .forEach(person -> System.out.printf(
                        "  %-10s %-16s %s%n", person.username(), person.role().word(), person.password()));
        System.out.printf(
                "%n  bin/comptoir cluster scale|kill|stop|restart|pause|resume|down; --help explains them.%n");
    }
}
