package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Sales per second over HTTP beside pgbench with the same statements, on the same durable server: five rounds of each,
 * interleaved, 32 connections each.
 */
public final class SalesBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final int SECONDS = 10;

    private SalesBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of("target", "bench");
        empty(folder);
        OUT.printf(
                "%d rounds of %d s each, %d connections, fsync and synchronous_commit on%n",
                ROUNDS, SECONDS, BenchStore.REGISTERS);
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore store = BenchStore.start(postgres, folder.resolve("store.log"), BenchStore.PORT, "exact")) {
            measure(postgres, store, folder);
        }
        new DemoBench(folder).run();
    }

    private static void measure(PostgresServer postgres, BenchStore store, Path folder) throws Exception {
        HttpLoad http = HttpLoad.sales(store.port(), store.tokens());
        Pgbench pgbench = new Pgbench(postgres, folder);
        OUT.println("warming up");
        http.run(Duration.ofSeconds(SECONDS));
        pgbench.run(BenchStore.REGISTERS, 2);
        List<Pgbench.Round> direct = new ArrayList<>();
        List<HttpLoad.Round> served = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            store.tidy();
            direct.add(pgbench.run(BenchStore.REGISTERS, SECONDS));
            store.tidy();
            served.add(http.run(Duration.ofSeconds(SECONDS)));
            OUT.printf(
                    "round %d: pgbench %.0f sales/s, p99 %.1f ms; HTTP %.0f sales/s, p50 %.1f ms, p99 %.1f ms,"
                            + " failures %d%n",
                    round,
                    direct.getLast().salesPerSecond(),
                    direct.getLast().p99Milliseconds(),
                    served.getLast().perSecond(),
                    served.getLast().medianMilliseconds(),
                    served.getLast().p99Milliseconds(),
                    served.getLast().failures());
        }
        double pgbenchRate = median(direct, Pgbench.Round::salesPerSecond);
        double httpRate = median(served, HttpLoad.Round::perSecond);
        OUT.printf(
                "median: pgbench %.0f sales/s, p99 %.1f ms%n",
                pgbenchRate, median(direct, Pgbench.Round::p99Milliseconds));
        OUT.printf(
                "median: HTTP    %.0f sales/s, p50 %.1f ms, p99 %.1f ms%n",
                httpRate,
                median(served, HttpLoad.Round::medianMilliseconds),
                median(served, HttpLoad.Round::p99Milliseconds));
        OUT.printf("ratio HTTP / pgbench: %.2f (goal 0.60)%n", httpRate / pgbenchRate);
        OUT.printf("sales in the store's book afterwards: %d%n", store.sales());
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static void empty(Path folder) throws java.io.IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
