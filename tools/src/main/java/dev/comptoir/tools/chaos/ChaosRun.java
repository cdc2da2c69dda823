package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Chaos.Result;
import dev.comptoir.tools.chaos.Fault.Pace;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The faults, on a cluster of their own: two instances of each service. */
public final class ChaosRun {
    private static final Map<String, Integer> TWO_OF_EACH = Map.of("store", 2, "headoffice", 2, "logistics", 2);

    private ChaosRun() {}

    /**
     * Starts a cluster, lets people work and faults strike, audits, prints the report and keeps it in the folder.
     *
     * @param port where Traefik listens
     * @param fault {@code all}, or one
     * @param rate requests per second; 0 for half of what the cluster can do
     * @return whether everything agrees
     */
    public static boolean run(Path folder, Path project, int port, String fault, int rate) {
        List<Fault> faults = Fault.named(fault);
        Cluster cluster = new Cluster(folder, project);
        if (cluster.isThere()) {
            cluster.down();
        }
        cluster.up(new Cluster.Plan(port, TWO_OF_EACH, Strategy.p2c, Map.of(), "", "", "", ""));
        Thread end = new Thread(cluster::down);
        Runtime.getRuntime().addShutdownHook(end);
        Chaos chaos = Chaos.on(cluster, cluster.state().address(), Pace.FULL);
        Result result = chaos.run(faults, rate > 0 ? rate : chaos.halfOfTheCapacity());
        String report = Report.of(result);
        System.out.println(report);
        keep(folder.resolve("report.md"), report);
        return result.findings().isEmpty();
    }

    private static void keep(Path file, String report) {
        try {
            Files.writeString(file, report);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
