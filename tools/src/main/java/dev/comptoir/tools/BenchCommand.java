package dev.comptoir.tools;

import dev.comptoir.tools.bench.CacheBench;
import dev.comptoir.tools.bench.MetricsBench;
import dev.comptoir.tools.bench.SalesBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts a benchmark. */
@Command(name = "bench", description = "Runs a benchmark; docs/benchmarks.md explains the figures.")
final class BenchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description =
                    "sales (sales per second beside pgbench, start and memory), cache (cached responses) or metrics"
                            + " (what metrics cost a sale).")
    private Bench bench = Bench.sales;

    /** The constants are the words of the command line. */
    enum Bench {
        sales,
        cache,
        metrics
    }

    @Override
    public Integer call() throws Exception {
        switch (bench) {
            case sales -> SalesBench.run();
            case cache -> CacheBench.run();
            case metrics -> MetricsBench.run();
        }
        return 0;
    }
}
