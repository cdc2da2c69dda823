package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.lab.measure.Folders;
import dev.comptoir.tools.lab.measure.ProcessorTime;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

    private static final String SERVICE = "service";
    private static final String POSTGRES = "PostgreSQL";
    private static final String GENERATOR = "generator";

    private static final int LINES = 2;
    private static final double OVERLOAD = 2;
    private static final Duration FLOOD_LEAD = Duration.ofSeconds(1);
    private static final double FLOOD_GOAL = 2;
    private static final double GOODPUT_GOAL = 0.9;

    private final Plan plan;
    private final BenchStore store;
    private final PostgresServer postgres;
    private final Rounds sales;
    private final List<Outcomes> alone = new ArrayList<>();
    private final List<Outcomes> flooded = new ArrayList<>();
    private final List<Outcomes> logins = new ArrayList<>();
    private final List<Load> peaks = new ArrayList<>();
    private final List<Load> overloaded = new ArrayList<>();

    private OverloadBench(Plan plan, PostgresServer postgres, BenchStore store) {
        this.plan = plan;
        this.postgres = postgres;
        this.store = store;
        this.sales = Rounds.ofSales(store, BenchStore.REGISTERS, LINES);
    }

    /** @param round the length of each measurement; a round has four */
    public record Plan(int rounds, Duration warmUp, Duration round) {}

    /** @param cores in use on average, by part */
    private record Load(Outcomes outcomes, Map<String, Double> cores) {
        double cores(String part) {
            return cores.getOrDefault(part, 0.0);
        }
    }

    public static void run(Plan plan) throws Exception {
        Path folder = Path.of("target", "bench-overload");
        Folders.delete(folder);
        Files.createDirectories(folder);
        BenchResult.Origin origin = BenchResult.Origin.of("overload");
        OUT.println(origin.words());
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore store = BenchStore.start(postgres, folder.resolve("store.log"), PORT, Map.of())) {
            OverloadBench bench = new OverloadBench(plan, postgres, store);
            bench.measure();
            bench.print();
        }
    }

    private void measure() throws Exception {
        OUT.println("warming up");
        double peak = sales.run(plan.warmUp()).perSecond();
        for (int round = 1; round <= plan.rounds(); round++) {
            store.vacuum();
            peaks.add(load(() -> sales.saturate(plan.round())));
            peak = Math.max(peak, perSecond(peaks.getLast().outcomes()));
            double offered = OVERLOAD * peak;
            overloaded.add(load(() -> sales.offer(offered, plan.round())));
            sales.closeConnections();
            alone.add(sales.offer(ORDINARY_SHARE * peak, plan.round()));
            flooded.add(besideLogins(ORDINARY_SHARE * peak));
            OUT.printf(
                    "round %d: peak %s; offered %.0f/s: %s; alone: %s; beside logins: %s; logins: %s%n",
                    round,
                    words(peaks.getLast()),
                    offered,
                    words(overloaded.getLast()),
                    words(alone.getLast()),
                    words(flooded.getLast()),
                    words(logins.getLast()));
        }
    }

    private Load load(Supplier<Outcomes> sending) {
        Map<String, Double> before = processorTime();
        long start = System.nanoTime();
        Outcomes outcomes = sending.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> cores = processorTime();
        cores.replaceAll((part, time) -> (time - before.getOrDefault(part, 0.0)) / seconds);
        return new Load(outcomes, cores);
    }

    private Map<String, Double> processorTime() {
        Map<String, Double> seconds = new TreeMap<>();
        seconds.put(SERVICE, store.processorTime().toNanos() / 1e9);
        seconds.put(POSTGRES, ProcessorTime.withChildren(postgres.process().pid()));
        seconds.put(GENERATOR, ProcessorTime.of(ProcessHandle.current().pid()));
        return seconds;
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

    private String words(Load load) {
        return "%s, cores %s"
                .formatted(
                        words(load.outcomes()),
                        load.cores().entrySet().stream()
                                .map(part -> "%s %.2f".formatted(part.getKey(), part.getValue()))
                                .collect(Collectors.joining(", ")));
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
        double peak = Rounds.median(peaks, load -> perSecond(load.outcomes()));
        double goodput = Rounds.median(overloaded, load -> perSecond(load.outcomes()));
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
        printShares();
    }

    /** The generator takes more of the shared cores in the overload than at the peak; the server can make sales with the rest. */
    private void printShares() {
        for (String part : List.of(GENERATOR, POSTGRES, SERVICE)) {
            OUT.printf(
                    "%s: %.2f cores at the peak, %.2f in the overload%n",
                    part,
                    Rounds.median(peaks, load -> load.cores(part)),
                    Rounds.median(overloaded, load -> load.cores(part)));
        }
        OUT.printf(
                "sales per second of processor time of service and PostgreSQL: %.0f at the peak, %.0f in the overload%n",
                Rounds.median(peaks, this::perServerSecond), Rounds.median(overloaded, this::perServerSecond));
    }

    private double perServerSecond(Load load) {
        return perSecond(load.outcomes()) / (load.cores(SERVICE) + load.cores(POSTGRES));
    }
}
