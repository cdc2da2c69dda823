package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sales at a constant rate, step by step, until the service no longer keeps up. A latency begins at the moment when the sale
 * should have been sent.
 */
final class SalesRamp {
    private static final List<Integer> RATES =
            List.of(50, 100, 200, 400, 600, 800, 1_000, 1_250, 1_500, 1_750, 2_000, 2_500, 3_000, 4_000, 5_000);

    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** Of the sales that were due. */
    private static final double KEPT_UP = 0.98;

    private static final double LONGEST_P99_MILLISECONDS = 1_000;

    private SalesRamp() {}

    /** The steps up to the first that the service did not keep up with. */
    static List<SalesFigures.Step> run(BenchStore store, int seconds) {
        PlainConnections connections = PlainConnections.of(0, store.port());
        List<ApiClient> registers = store.sessions(BenchStore.REGISTERS).stream()
                .map(session -> session.over(connections))
                .toList();
        Workload sale = arrival -> {
            ApiClient register = registers.get(arrival.number() % registers.size());
            arrival.measure("sale", () -> Rounds.sell(register, 2), response -> response.status() == 201);
        };
        List<SalesFigures.Step> steps = new ArrayList<>();
        for (int rate : RATES) {
            steps.add(step(sale, rate, Duration.ofSeconds(seconds)));
            System.out.println("ramp: " + steps.getLast());
            if (!keptUp(steps.getLast())) {
                break;
            }
        }
        connections.close();
        return steps;
    }

    private static SalesFigures.Step step(Workload sale, int rate, Duration time) {
        Outcomes outcomes = new Generator(
                        new Generator.Plan(List.of(Arrivals.constant("sale", rate, sale)), WARM_UP, time))
                .run()
                .all();
        return new SalesFigures.Step(rate, Rounds.Round.of(outcomes, time));
    }

    private static boolean keptUp(SalesFigures.Step step) {
        return step.sales().perSecond() >= KEPT_UP * step.rate() && step.sales().p99() <= LONGEST_P99_MILLISECONDS;
    }
}
