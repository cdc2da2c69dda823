package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The drill, on a cluster of its own. */
@Command(
        name = "drill",
        description = {
            "Compares metrics with the requests sent, then fires every alert by a real fault.",
            "Takes 20 minutes; exits with 1 if a metric is wrong or an alert does not fire."
        },
        showDefaultValues = true)
public final class DrillCommand implements Callable<Integer> {
    private static final Path FOLDER = Path.of("data/drill");
    private static final Path PROJECT = Path.of(".");

    /** More than the heap of an instance, so that cached responses can fill it. */
    private static final Map<String, String> LARGE_CACHE = Map.of("COMPTOIR_CACHE_MEGABYTES", "4096");

    @Option(names = "--port", paramLabel = "PORT", description = "Where Traefik listens.")
    private int port = 8087;

    @Override
    public Integer call() {
        Cluster cluster = new Cluster(FOLDER, PROJECT, LARGE_CACHE);
        cluster.clear();
        System.out.println("Starting a cluster of two instances of each service.");
        cluster.up(ClusterPlan.twoOfEach(port));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::down));
        return Drill.run(cluster, FOLDER.resolve("prometheus"), PROJECT) ? 0 : 1;
    }
}
