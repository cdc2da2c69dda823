package dev.comptoir.tools;

import dev.comptoir.tools.bench.CacheBench;
import dev.comptoir.tools.bench.CostBench;
import dev.comptoir.tools.bench.CostRow;
import dev.comptoir.tools.bench.DemoBench;
import dev.comptoir.tools.bench.MetricsBench;
import dev.comptoir.tools.bench.OverloadBench;
import dev.comptoir.tools.bench.SalesBench;
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

    @Command(description = "How soon the demo is ready, and its memory.")
    void start() throws Exception {
        DemoBench.run();
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

    @Command(description = "Cached responses beside a constant one and a file.")
    void cache() throws Exception {
        CacheBench.run();
    }

    @Command(description = "What metrics cost a sale.")
    void metrics() throws Exception {
        MetricsBench.run();
    }
}
