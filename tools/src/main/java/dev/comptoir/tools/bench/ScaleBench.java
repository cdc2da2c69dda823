package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A chain of a million sales beside one of ten thousand, in one run: what answers of the same size, searches, sales and starts
 * take; and the plans of the statements of hot paths.
 */
public final class ScaleBench {
    private static final PrintStream OUT = System.out;

    /** So that an answer waits for no other one. */
    private static final int READERS = 1;

    private static final int GIVEN_CENTS = 100_000;

    /** Processor time is counted in hundredths of a second: a round of sales is longer than one of reads. */
    private static final int TIMES_AS_LONG = 3;

    private static final List<String> SALE = List.of("store", "postgres store", "postgres other");

    private final Plan plan;
    private final ScaleChain small;
    private final ScaleChain large;
    private final List<ScaleFigures.Row> rows = new ArrayList<>();

    private ScaleBench(Plan plan, ScaleChain small, ScaleChain large) {
        this.plan = plan;
        this.small = small;
        this.large = large;
    }

    /**
     * @param warmUp of each kind of request
     * @param time of a round
     */
    public record Plan(ScaleSize size, Duration warmUp, Duration time, int rounds) {
        public static final Plan COMPLETE =
                new Plan(ScaleSize.LARGE, Duration.ofSeconds(3), Duration.ofMillis(1_500), 5);
    }

    public static void run(Plan plan) throws IOException, SQLException {
        BenchResult.Origin origin = BenchResult.Origin.of("scale");
        OUT.println(origin.words());
        try (ScaleChain small = ScaleChain.start(ScaleSize.SMALL, Path.of("target", "bench-scale", "small"));
                ScaleChain large = ScaleChain.start(plan.size(), Path.of("target", "bench-scale", "large"))) {
            ScaleFigures figures = new ScaleBench(plan, small, large).measure();
            OUT.print(figures.table());
            BenchResult.store(origin, figures, figures.table(), plan.equals(Plan.COMPLETE));
        }
    }

    /** Only the plans of the statements of hot paths, on a chain of some size. */
    public static boolean checkPlans(ScaleSize size) throws IOException, SQLException {
        try (ScaleChain chain = ScaleChain.start(size, Path.of("target", "bench-plans"))) {
            Set<String> faults = new HotPaths(chain).faults();
            faults.forEach(OUT::println);
            OUT.println(faults.size() + " faults in the plans of hot paths");
            return faults.isEmpty();
        }
    }

    private ScaleFigures measure() throws IOException, SQLException {
        HotPaths.reports().forEach((name, path) -> reads("report: " + name, path, ScaleChain::manager));
        for (String words : HotPaths.searches()) {
            searches("search at the head office: " + words, words, ScaleChain::manager);
            searches("search at a register: " + words, words, chain -> chain.register(0));
        }
        sales();
        starts();
        Map<String, String> differences = small.differences();
        Set<String> faults = new HotPaths(large).faults();
        return new ScaleFigures(small.size().toString(), large.size().toString(), rows, faults, differences);
    }

    private void reads(String name, String path, Function<ScaleChain, ApiClient> user) {
        measure(name, "ms, p99", ScaleFigures.Goal.SAME, chain -> p99(path, user.apply(chain)));
    }

    private void searches(String name, String words, Function<ScaleChain, ApiClient> user) {
        measure(name, "ms, p99", ScaleFigures.Goal.SEARCH, chain -> p99(HotPaths.search(words), user.apply(chain)));
    }

    /** Measures one round of a chain, after a warm-up for the first. */
    private interface Round {
        double run(Duration time);
    }

    private void measure(String name, String unit, ScaleFigures.Goal goal, Function<ScaleChain, Round> round) {
        Round ofSmall = round.apply(small);
        Round ofLarge = round.apply(large);
        ofSmall.run(plan.warmUp());
        ofLarge.run(plan.warmUp());
        ScaleFigures.Row row = new ScaleFigures.Row(name, unit, goal, new ArrayList<>(), new ArrayList<>());
        for (int number = 0; number < plan.rounds(); number++) {
            row.small().add(ofSmall.run(plan.time()));
            row.large().add(ofLarge.run(plan.time()));
        }
        rows.add(row);
        OUT.printf("%s: %.2f and %.2f %s%n", name, row.smallMedian(), row.largeMedian(), unit);
    }

    private static Round p99(String path, ApiClient user) {
        Workload read = arrival -> arrival.measure("read", () -> user.get(path), any -> true);
        return time -> successful(read, READERS, time).latencies().percentile(99);
    }

    private static Outcomes successful(Workload workload, int users, Duration time) {
        Outcomes outcomes = new Generator(
                        new Generator.Plan(List.of(Arrivals.constant("request", 1, workload)), Duration.ZERO, time))
                .saturate(users)
                .all();
        if (outcomes.sent() > outcomes.ok()) {
            throw new IllegalStateException("failed: " + outcomes.failures() + ", refused: " + outcomes.refused());
        }
        return outcomes;
    }

    /** Processor time of a sale in service and database. */
    private void sales() {
        measure("sale, processor time in service and PostgreSQL", "ms", ScaleFigures.Goal.SAME, chain -> {
            List<ApiClient> registers = chain.registers();
            Workload sale = arrival -> {
                ApiClient register = registers.get(arrival.number() % registers.size());
                arrival.measure("sale", () -> sell(register, chain.size().twoProducts(arrival.number())), any -> true);
            };
            return time -> {
                double before = used(chain);
                Outcomes outcomes = successful(sale, registers.size(), time.multipliedBy(TIMES_AS_LONG));
                chain.cost().settle();
                return (used(chain) - before) * 1_000 / outcomes.ok();
            };
        });
    }

    private static Response sell(ApiClient register, long[] products) {
        return register.post("/sales", StoreSetup.sale(GIVEN_CENTS, products));
    }

    private static double used(ScaleChain chain) {
        Map<String, Double> time = chain.cost().processorTime();
        return SALE.stream().mapToDouble(part -> time.getOrDefault(part, 0.0)).sum();
    }

    private void starts() {
        for (String service : List.of("store", "headoffice", "logistics")) {
            ScaleFigures.Row row = new ScaleFigures.Row(
                    "start of " + service, "s", ScaleFigures.Goal.START, new ArrayList<>(), new ArrayList<>());
            for (int number = 0; number < plan.rounds(); number++) {
                row.small().add(small.secondsToStart(service));
                row.large().add(large.secondsToStart(service));
            }
            rows.add(row);
            OUT.printf("start of %s: %.2f and %.2f s%n", service, row.smallMedian(), row.largeMedian());
        }
    }
}
