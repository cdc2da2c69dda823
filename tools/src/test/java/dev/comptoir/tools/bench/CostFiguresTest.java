package dev.comptoir.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.load.Latencies;
import dev.comptoir.tools.load.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Processor time per request, beside its budget. */
class CostFiguresTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** 1,000 requests in ten seconds. */
    private static Cost cost(double storeSeconds, double postgresSeconds, long failures) {
        Latencies latencies = new Latencies();
        IntStream.range(0, 1_000).forEach(one -> latencies.add(5));
        Map<String, Double> used = Map.of(
                "store",
                storeSeconds,
                "store: compiler",
                storeSeconds / 2,
                "postgres store",
                postgresSeconds,
                "postgres headoffice",
                3.0,
                "postgres other",
                0.1,
                "generator",
                9.0);
        Outcomes outcomes = new Outcomes(1_000 - failures, 0, Map.of("500", failures), latencies);
        return Cost.of(outcomes, TEN_SECONDS, used, Map.of("store", 0.2, "generator", 1.0));
    }

    private static CostFigures figures(CostRow row, Cost... rounds) {
        CostBench.Plan plan = new CostBench.Plan(List.of(row), TEN_SECONDS, TEN_SECONDS, rounds.length, 0);
        return CostFigures.of(
                plan, List.of(new CostFigures.Series(row, "closed loop, 32 registers", List.of(rounds))), Map.of());
    }

    @Test
    void theMedianOfTheRoundsIsComparedWithTheBudget() {
        CostFigures figures = figures(CostRow.SALE, cost(0.5, 0.1, 0), cost(0.61, 0.15, 0), cost(5, 0.3, 0));
        assertThat(figures.table().lines().skip(2))
                .containsExactly(
                        "| sale, two lines | closed loop, 32 registers | 5.0 ms | service | 0.610 ms | 0.200 ms | 0.60 ms | **no** |",
                        "| sale, two lines | closed loop, 32 registers | 5.0 ms | PostgreSQL | 0.250 ms | 0.000 ms | 0.30 ms | yes |");
    }

    @Test
    void allProcessesAreTheSystemWithoutTheGeneratorAndCountNoPartTwice() {
        Budget all = Budget.of("all processes", 3);
        assertThat(all.sum(cost(0.5, 0.4, 0).processor())).isEqualTo(0.5 + 0.4 + 3.0 + 0.1);
    }

    @Test
    void aRowWithAFailureIsWithinNoBudget() {
        CostFigures figures = figures(CostRow.CACHED, cost(0.1, 0.1, 2), cost(0.1, 0.1, 0), cost(0.1, 0.1, 1));
        assertThat(figures.table()).contains("| 3 requests failed |").doesNotContain("yes");
    }

    @Test
    void theSectionOfOneBenchmarkIsReplaced() {
        String page = "# Benchmarks\n<!-- cost -->\nNot measured yet.\n<!-- end of cost -->\n## Others\n";
        assertThat(BenchResult.replace(page, "cost", "0.2 ms\n"))
                .isEqualTo("# Benchmarks\n<!-- cost -->\n0.2 ms\n<!-- end of cost -->\n## Others\n");
    }
}
