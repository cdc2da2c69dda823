package dev.comptoir.tools.cluster;

import dev.comptoir.tools.chaos.ChaosRun;
import dev.comptoir.tools.chaos.Drill;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of the cluster, as the Makefile calls them. */
@Command(name = "cluster", description = "Several instances of each service behind Traefik, on one machine.")
public final class ClusterMain {
    private static final int CURABLE = 2;
    private final Cluster cluster = new Cluster(Path.of("data/cluster"), Path.of("."));

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new ClusterMain());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.out.println("  " + failure.getMessage());
            return failure instanceof UserError ? CURABLE : 1;
        });
        System.exit(line.execute(arguments));
    }

    @Command(description = "Starts everything and waits until it answers through Traefik.")
    void up(
            @Option(names = "--store", defaultValue = "1") int store,
            @Option(names = "--headoffice", defaultValue = "1") int headOffice,
            @Option(names = "--logistics", defaultValue = "1") int logistics,
            @Option(names = "--strategy", defaultValue = "p2c") Strategy strategy,
            @Option(names = "--weights", defaultValue = "") String weights,
            @Option(names = "--port", defaultValue = "8088") int port,
            @Option(names = "--cert", defaultValue = "") String certificate,
            @Option(names = "--key", defaultValue = "") String key,
            @Option(names = "--database", defaultValue = "") String database) {
        cluster.up(new Cluster.Plan(
                port,
                Map.of("store", store, "headoffice", headOffice, "logistics", logistics),
                strategy,
                Weights.of(weights),
                certificate,
                key,
                database,
                database.isEmpty() ? "" : System.getenv().getOrDefault("DATABASE_PASSWORD", "")));
        status();
    }

    @Command(description = "Brings services to so many instances; 0 leaves a service as it is.")
    void scale(
            @Option(names = "--store", defaultValue = "0") int store,
            @Option(names = "--headoffice", defaultValue = "0") int headOffice,
            @Option(names = "--logistics", defaultValue = "0") int logistics) {
        Map<String, Integer> counts =
                new HashMap<>(Map.of("store", store, "headoffice", headOffice, "logistics", logistics));
        counts.values().removeIf(count -> count <= 0);
        cluster.scale(counts);
        status();
    }

    @Command(description = "Kills one process, as a crash would.")
    void kill(@Parameters String name) {
        cluster.kill(name);
    }

    @Command(description = "Stops one process in order.")
    void stop(@Parameters String name) {
        cluster.stop(name);
    }

    @Command(description = "Starts one process again, or the instances of a service one after another.")
    void restart(@Parameters String name) {
        cluster.restart(name);
    }

    @Command(description = "Freezes one process.")
    void pause(@Parameters String name) {
        cluster.pause(name);
    }

    @Command(description = "Lets a frozen process go on.")
    void resume(@Parameters String name) {
        cluster.resume(name);
    }

    @Command(description = "Shows addresses, logins, processes and their logs.")
    void status() {
        ClusterState state = cluster.state();
        for (String service : ClusterState.SERVICES) {
            System.out.printf("  %-12s %s/%s%n", service, state.address(), service);
        }
        System.out.printf("  %-12s http://127.0.0.1:%d/dashboard/%n%n", "dashboard", state.adminPort());
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
                "%n  make scale LOGISTICS=4 | make kill|stop|restart|pause|resume I=logistics-1 | make cluster-down%n");
    }

    @Command(
            description = "Faults while people work, on a cluster of its own; then their ledger against the databases.")
    int chaos(
            @Option(names = "--fault", defaultValue = "all") String fault,
            @Option(names = "--rate", defaultValue = "0") int rate,
            @Option(names = "--port", defaultValue = "8089") int port) {
        return ChaosRun.run(Path.of("data/chaos"), Path.of("."), port, fault, rate) ? 0 : 1;
    }

    @Command(description = "Is what operators are shown true? Fires every alert once, by real faults, in 20 minutes.")
    int drill(@Option(names = "--port", defaultValue = "8087") int port) {
        return Drill.run(Path.of("data/drill"), Path.of("."), port) ? 0 : 1;
    }

    @Command(description = "Ends all processes of the cluster; the data stays.")
    void down() {
        cluster.down();
    }
}
