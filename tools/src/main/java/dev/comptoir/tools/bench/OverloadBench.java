package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.lab.measure.Folders;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Pause;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sales at a service that others overload: with passwords that they guess, and with twice the sales that it can make. The
 * generator, the service and PostgreSQL share the processor, so each of the floods also takes processor time from the sales
 * outside of the service.
 */
public final class OverloadBench {
    private static final PrintStream OUT = System.out;
    private static final int PORT = 18_388;

    /** Connections that send one wrong login after another. */
    private static final int GUESSERS = 60;

    /** The sales beside the logins, as a share of the peak: the load of an ordinary hour. */
    private static final double ORDINARY_SHARE = 0.3;

    private static final int LINES = 2;
    private static final double OVERLOAD = 2;
    private static final Duration FLOOD_LEAD = Duration.ofSeconds(1);
    private static final double FLOOD_GOAL = 2;
    private static final double GOODPUT_GOAL = 0.9;

    private final Plan plan;
    private final BenchStore store;
    private final Rounds sales;
    private final List<Outcomes> alone = new ArrayList<>();
    private final List<Outcomes> flooded = new ArrayList<>();
    private final List<Outcomes> logins = new ArrayList<>();
    private final List<Double> peaks = new ArrayList<>();
    private final List<Outcomes> overloaded = new ArrayList<>();

    private OverloadBench(Plan plan, BenchStore store) {
        this.plan = plan;
        this.store = store;
        this.sales = Rounds.ofSales(store, BenchStore.REGISTERS, LINES);
    }

    /** @param round the length of each measurement; a round has four */
    public record Plan(int rounds, Duration warmUp, Duration round) {}

    public static void run(Plan plan) throws Exception {
        Path folder = Path.of("target", "bench-overload");
        Folders.delete(folder);
        Files.createDirectories(folder);
        BenchResult.Origin origin = BenchResult.Origin.of("overload");
        OUT.println(origin.words());
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore store = BenchStore.start(postgres, folder.resolve("store.log"), PORT, Map.of())) {
            OverloadBench bench = new OverloadBench(plan, store);
            bench.measure();
            bench.print();
        }
    }

    private void measure() throws Exception {
        OUT.println("warming up");
        double peak = sales.run(plan.warmUp()).perSecond();
        for (int round = 1; round <= plan.rounds(); round++) {
            store.vacuum();
            peaks.add(sales.run(plan.round()).perSecond());
            peak = Math.max(peak, peaks.getLast());
            overloaded.add(sales.offer(OVERLOAD * peak, plan.round()));
            alone.add(sales.offer(ORDINARY_SHARE * peak, plan.round()));
            flooded.add(besideLogins(ORDINARY_SHARE * peak));
            OUT.printf(
                    "round %d: peak %.0f/s; offered %.0f/s: %s; alone: %s; beside logins: %s; logins: %s%n",
                    round,
                    peaks.getLast(),
                    OVERLOAD * peak,
                    words(overloaded.getLast()),
                    words(alone.getLast()),
                    words(flooded.getLast()),
                    words(logins.getLast()));
        }
    }

    private Outcomes besideLogins(double perSecond) {
        Generator guessers = guessers();
        CompletableFuture<Generator.Result> flood = CompletableFuture.supplyAsync(() -> guessers.saturate(GUESSERS));
        Pause.of(FLOOD_LEAD);
        Outcomes outcomes = sales.offer(perSecond, plan.round());
        guessers.stop();
        logins.add(flood.join().all());
        return outcomes;
    }

    /** Each guesses another name each time, so that only the service's limits slow them down. */
    private Generator guessers() {
        ApiClient guesser = ApiClient.of("http://127.0.0.1:" + store.port() + "/store/api/v1")
                .over(PlainConnections.of(1, store.port()));
        Arrivals guesses = Arrivals.constant(
                "login",
                1,
                arrival -> arrival.measure(
                        "login",
                        () -> guesser.post(
                                "/login",
                                Map.of(
                                        "username",
                                        "nobody-" + arrival.number(),
                                        "password",
                                        "a wrong guess",
                                        "store",
                                        "S1",
                                        "register",
                                        1)),
                        any -> true));
        return new Generator(
                new Generator.Plan(List.of(guesses), Duration.ZERO, plan.round().multipliedBy(10)));
    }

    private String words(Outcomes outcomes) {
        return "%.0f/s, p50 %.1f ms, p99 %.1f ms, refused %d, failures %s"
                .formatted(
                        perSecond(outcomes),
                        outcomes.latencies().percentile(50),
                        outcomes.latencies().percentile(99),
                        outcomes.refused(),
                        outcomes.failures());
    }

    private double perSecond(Outcomes outcomes) {
        return outcomes.ok() / (plan.round().toMillis() / 1e3);
    }

    private void print() {
        double quiet = Rounds.median(alone, one -> one.latencies().percentile(99));
        double beside = Rounds.median(flooded, one -> one.latencies().percentile(99));
        double peak = Rounds.median(peaks, rate -> rate);
        double goodput = Rounds.median(overloaded, this::perSecond);
        OUT.printf(
                "sales alone: p50 %.1f ms, p99 %.1f ms; beside %d connections of wrong logins: p50 %.1f ms, p99 %.1f ms%n",
                Rounds.median(alone, one -> one.latencies().percentile(50)),
                quiet,
                GUESSERS,
                Rounds.median(flooded, one -> one.latencies().percentile(50)),
                beside);
        OUT.printf("p99 beside logins / alone: %.2f (goal at most %.0f)%n", beside / quiet, FLOOD_GOAL);
        OUT.printf("peak %.0f sales/s; twice as many offered: %.0f sales/s%n", peak, goodput);
        OUT.printf("goodput / peak: %.2f (goal at least %.1f)%n", goodput / peak, GOODPUT_GOAL);
    }
}
