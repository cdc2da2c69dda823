package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.tools.lab.measure.Folders;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sales per second over HTTP beside pgbench with the same statements, on the same durable server: five rounds of each,
 * interleaved, 32 connections each.
 */
public final class SalesBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final int SECONDS = 10;

    private SalesBench() {}

    public static void run() throws Exception {
        Path folder = Path.of("target", "bench");
        Folders.delete(folder);
        Files.createDirectories(folder);
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
        Rounds http = Rounds.ofSales(store);
        Pgbench pgbench = new Pgbench(postgres, folder);
        OUT.println("warming up");
        http.run(Duration.ofSeconds(SECONDS));
        pgbench.run(BenchStore.REGISTERS, 2);
        List<Pgbench.Round> direct = new ArrayList<>();
        List<Rounds.Round> served = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            store.vacuum();
            direct.add(pgbench.run(BenchStore.REGISTERS, SECONDS));
            store.vacuum();
            served.add(http.run(Duration.ofSeconds(SECONDS)));
            OUT.printf("round %d: pgbench %s; HTTP %s%n", round, direct.getLast(), served.getLast());
        }
        print(direct, served);
        OUT.printf("sales in the store's book afterwards: %d%n", store.sales());
    }

    private static void print(List<Pgbench.Round> direct, List<Rounds.Round> served) {
        Pgbench.Round pgbench = new Pgbench.Round(
                Rounds.median(direct, Pgbench.Round::salesPerSecond),
                Rounds.median(direct, Pgbench.Round::p99Milliseconds));
        Rounds.Round http = Rounds.Round.median(served);
        OUT.printf("median: pgbench %s; HTTP %s%n", pgbench, http);
        OUT.printf("ratio HTTP / pgbench: %.2f (goal 0.60)%n", http.perSecond() / pgbench.salesPerSecond());
    }
}
