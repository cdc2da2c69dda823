package dev.comptoir.tools.bench;

import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Pause;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Processor time per request, by process, from {@code /proc}: the figure that decides how many stores a machine bears. The
 * generator is a process of its own; the time of compilers and collectors counts.
 */
public final class CostBench {
    private static final PrintStream OUT = System.out;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Plan plan;
    private final CostCluster cluster;

    private CostBench(Plan plan, CostCluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
    }

    /**
     * @param rows that are measured
     * @param warmUp of each row, before the first round
     * @param time of a round
     * @param rate of the rows that have a constant rate, per second; 0 for the row's own
     */
    public record Plan(List<CostRow> rows, Duration warmUp, Duration time, int rounds, int rate) {
        public static final Plan COMPLETE =
                new Plan(List.of(CostRow.values()), Duration.ofSeconds(60), Duration.ofSeconds(10), 5, 0);

        public Plan {
            rows = List.copyOf(rows);
        }

        private CostLoad load(CostRow row, CostCluster cluster) {
            return cluster.load(row, rate == 0 || row.rate() == 0 ? row.rate() : rate);
        }
    }

    public static void run(Plan plan) throws IOException {
        BenchResult.Origin origin = BenchResult.Origin.of("cost");
        OUT.println(origin.words());
        try (CostCluster cluster = CostCluster.start(Path.of("target", "bench-cost"))) {
            OUT.println(cluster.processes());
            CostFigures figures = new CostBench(plan, cluster).measure();
            OUT.print(figures.breakdown());
            OUT.print(figures.table());
            BenchResult.store(origin, figures, figures.table(), plan.equals(Plan.COMPLETE));
        }
    }

    private CostFigures measure() {
        List<CostFigures.Series> series =
                plan.rows().stream().map(this::warmedUp).toList();
        cluster.cost().settle();
        Map<String, Double> idle = idle();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (CostFigures.Series one : series) {
                Cost cost = measure(plan.load(one.row(), cluster), idle);
                one.rounds().add(cost);
                OUT.printf("round %d, %s: %s%n", round, one.row(), cost.words());
            }
        }
        return CostFigures.of(plan, series, idle);
    }

    private CostFigures.Series warmedUp(CostRow row) {
        CostLoad load = plan.load(row, cluster);
        OUT.printf("%s: warming up for %d s, %s%n", row, plan.warmUp().toSeconds(), load.words());
        load.run(plan.warmUp());
        return new CostFigures.Series(row, load.words(), new ArrayList<>());
    }

    /** Seconds of processor time in a second without any request. */
    private Map<String, Double> idle() {
        Map<String, Double> before = cluster.cost().processorTime();
        Pause.of(IDLE);
        return times(since(before), 1.0 / IDLE.toSeconds());
    }

    /** The effects of a request elsewhere belong to it: the time ends when no event is waiting. */
    private Cost measure(CostLoad load, Map<String, Double> idle) {
        long start = System.nanoTime();
        Map<String, Double> before = cluster.cost().processorTime();
        Outcomes outcomes = load.run(plan.time());
        cluster.cost().settle();
        Map<String, Double> used = since(before);
        return Cost.of(outcomes, plan.time(), used, times(idle, (System.nanoTime() - start) / 1e9));
    }

    private Map<String, Double> since(Map<String, Double> before) {
        Map<String, Double> spent = cluster.cost().processorTime();
        spent.replaceAll((part, seconds) -> seconds - before.getOrDefault(part, 0.0));
        return spent;
    }

    private static Map<String, Double> times(Map<String, Double> rates, double factor) {
        Map<String, Double> products = new TreeMap<>(rates);
        products.replaceAll((part, rate) -> rate * factor);
        return products;
    }
}
