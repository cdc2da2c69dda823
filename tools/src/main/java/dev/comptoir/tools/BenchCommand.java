package dev.comptoir.tools;

import dev.comptoir.tools.bench.CacheBench;
import dev.comptoir.tools.bench.CostBench;
import dev.comptoir.tools.bench.CostRow;
import dev.comptoir.tools.bench.DemoBench;
import dev.comptoir.tools.bench.FirstSalesBench;
import dev.comptoir.tools.bench.MetricsBench;
import dev.comptoir.tools.bench.OverloadBench;
import dev.comptoir.tools.bench.SalesBench;
import dev.comptoir.tools.bench.ScaleBench;
import dev.comptoir.tools.bench.ScaleSize;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a benchmark. */
@Command(name = "bench", description = "Runs a benchmark; docs/benchmarks.md explains the figures.")
final class BenchCommand {

    @Command(description = "Sales per second beside pgbench's own simple update.", showDefaultValues = true)
    void sales(
            @Option(
                            names = "--warm-up",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "Of the service, before the first round.")
                    int warmUp,
            @Option(
                            names = "--seconds",
                            paramLabel = "SECONDS",
                            defaultValue = "8",
                            description = "The length of a round.")
                    int seconds,
            @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Rounds of each variant.")
                    int rounds,
            @Option(
                            names = "--before",
                            paramLabel = "COMMIT",
                            defaultValue = "",
                            description = "Whose store service is measured at one connection; empty: the last release.")
                    String before)
            throws Exception {
        SalesBench.run(new SalesBench.Plan(warmUp, seconds, rounds, before));
    }

    @Command(description = "How soon the demo is ready, its memory, and a store's first sales after a start.")
    void start() throws Exception {
        DemoBench.run();
        FirstSalesBench.run();
    }

    @Command(description = "Processor time per request and process, beside the budgets.", showDefaultValues = true)
    void cost(
            @Option(
                            names = "--only",
                            split = ",",
                            paramLabel = "ROW",
                            description = "Some of the rows: ${COMPLETION-CANDIDATES}.")
                    @Nullable List<CostRow> only,
            @Option(
                            names = "--warm-up",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "Of each row, before its first round.")
                    int warmUp,
            @Option(
                            names = "--seconds",
                            paramLabel = "SECONDS",
                            defaultValue = "10",
                            description = "The length of a round.")
                    int seconds,
            @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Rounds of each row.")
                    int rounds,
            @Option(
                            names = "--rate",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Requests per second of the rows with a constant rate; 0 for each row's own.")
                    int rate)
            throws IOException {
        CostBench.run(new CostBench.Plan(
                only == null ? List.of(CostRow.values()) : only,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                rounds,
                rate));
    }

    @Command(
            description = "Sales beside a flood of wrong logins, and when twice as many as possible are offered.",
            showDefaultValues = true)
    void overload(
            @Option(
                            names = "--warm-up",
                            paramLabel = "SECONDS",
                            defaultValue = "30",
                            description = "Before the first round.")
                    int warmUp,
            @Option(
                            names = "--seconds",
                            paramLabel = "SECONDS",
                            defaultValue = "10",
                            description = "Of each of the four measurements of a round.")
                    int seconds,
            @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Rounds.") int rounds)
            throws Exception {
        OverloadBench.run(new OverloadBench.Plan(rounds, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)));
    }

    @Command(
            description = "A chain of a million sales beside one of ten thousand, and the plans of its statements.",
            showDefaultValues = true)
    void scale(
            @Option(
                            names = "--size",
                            defaultValue = "large",
                            paramLabel = "SIZE",
                            description = "Of the larger chain: ${COMPLETION-CANDIDATES}.")
                    Size size,
            @Option(
                            names = "--warm-up",
                            paramLabel = "SECONDS",
                            defaultValue = "3",
                            description = "Of each kind of request.")
                    int warmUp,
            @Option(
                            names = "--milliseconds",
                            paramLabel = "MS",
                            defaultValue = "1500",
                            description = "The length of a round; one of sales is three times as long.")
                    int milliseconds,
            @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Of each figure.")
                    int rounds)
            throws Exception {
        ScaleBench.run(
                new ScaleBench.Plan(size.chain(), Duration.ofSeconds(warmUp), Duration.ofMillis(milliseconds), rounds));
    }

    @Command(
            description = "Only the plans of the statements of hot paths; exit status 1 when one has a fault.",
            showDefaultValues = true)
    int plans(
            @Option(
                            names = "--size",
                            defaultValue = "medium",
                            paramLabel = "SIZE",
                            description = "Of the chain: ${COMPLETION-CANDIDATES}.")
                    Size size)
            throws Exception {
        return ScaleBench.checkPlans(size.chain()) ? 0 : 1;
    }

    /** The constants are the words of the command line. */
    enum Size {
        small,
        medium,
        large;

        private ScaleSize chain() {
            return switch (this) {
                case small -> ScaleSize.SMALL;
                case medium -> ScaleSize.MEDIUM;
                case large -> ScaleSize.LARGE;
            };
        }
    }

    @Command(description = "Cached responses beside a constant one and a file.")
    void cache() throws Exception {
        CacheBench.run();
    }

    @Command(description = "What metrics cost a sale.")
    void metrics() throws Exception {
        MetricsBench.run();
    }
}
