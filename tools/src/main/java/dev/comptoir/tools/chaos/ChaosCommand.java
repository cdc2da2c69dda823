package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Chaos.Result;
import dev.comptoir.tools.chaos.Fault.Timing;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The faults, on a cluster of their own. */
@Command(
        name = "chaos",
        description = {
            "Injects faults into a cluster of its own under a constant load, then audits the databases.",
            "Takes a quarter of an hour; exits with 1 if the audit finds a difference."
        },
        showDefaultValues = true)
public final class ChaosCommand implements Callable<Integer> {
    private static final Path FOLDER = Path.of("data/chaos");

    @Option(
            names = "--fault",
            description = "all, or one of kill, stop, pause, rolling, traefik, postgres-restart,"
                    + " postgres-kill, network, headoffice, mixed.")
    private String fault = "all";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests per second; 0 for half of what the cluster can serve.")
    private int rate;

    @Option(names = "--port", paramLabel = "PORT", description = "Where Traefik listens.")
    private int port = 8089;

    @Override
    public Integer call() throws IOException {
        List<Fault> faults = Fault.named(fault);
        Cluster cluster = new Cluster(FOLDER, Path.of("."));
        cluster.clear();
        System.out.println("Starting a cluster of two instances of each service.");
        cluster.up(ClusterPlan.twoOfEach(port));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::down));
        Chaos chaos = Chaos.on(cluster, cluster.state().address(), Timing.FULL);
        Result result = chaos.run(faults, rate > 0 ? rate : chaos.halfOfTheCapacity());
        String report = Report.of(result);
        System.out.println(report);
        Files.writeString(FOLDER.resolve("report.md"), report);
        return result.findings().isEmpty() ? 0 : 1;
    }
}
