package dev.comptoir.tools;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts a benchmark. They are test classes, which {@code bin/comptoir} adds to the class path. */
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
        sales("SalesBench"),
        cache("CacheBench"),
        metrics("MetricsBench");

        private final String className;

        Bench(String className) {
            this.className = "dev.comptoir.tools.bench." + className;
        }
    }

    @Override
    public Integer call() throws ReflectiveOperationException {
        Class.forName(bench.className).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        return 0;
    }
}
