package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.tools.lab.measure.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sales over HTTP beside pgbench's own simple update, on the same durable server in the same run: a closed loop with 1 to 64
 * connections in interleaved rounds, then an open ramp.
 */
public final class SalesBench {
    static final List<Integer> CONNECTIONS = List.of(1, 8, 32, 64);

    private static final PrintStream OUT = System.out;

    private final Plan plan;
    private final PostgresServer postgres;
    private final Path folder;

    private SalesBench(Plan plan, PostgresServer postgres, Path folder) {
        this.plan = plan;
        this.postgres = postgres;
        this.folder = folder;
    }

    /**
     * @param warmUp of the service at 64 connections
     * @param seconds of a round
     * @param before a commit whose store service is measured at one connection; the last release when empty
     */
    public record Plan(int warmUp, int seconds, int rounds, String before) {
        private static final Plan COMPLETE = new Plan(60, 8, 5, "");

        private String beforeWords() {
            return before.isEmpty() ? "the last release" : "commit " + before;
        }

        private boolean isComplete() {
            return warmUp == COMPLETE.warmUp && seconds == COMPLETE.seconds && rounds == COMPLETE.rounds;
        }
    }

    @FunctionalInterface
    private interface Measured {
        Rounds.Round run(int seconds) throws Exception;
    }

    public static void run(Plan plan) throws Exception {
        BenchResult.Origin origin = BenchResult.Origin.of("sales");
        OUT.println(origin.words());
        Path before = lastRelease(plan.before());
        Path folder = Path.of("target", "bench");
        Folders.delete(folder);
        Files.createDirectories(folder);
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore store = BenchStore.start(postgres, folder.resolve("store.log"), BenchStore.PORT, "exact");
                BenchStore old = BenchStore.startOther(
                        postgres, folder.resolve("before.log"), BenchStore.PORT + 1, before.resolve("store"))) {
            SalesFigures figures = new SalesBench(plan, postgres, folder).measure(store, old);
            OUT.print(figures.table());
            BenchResult.store(origin, figures, figures.table(), plan.isComplete());
        }
    }

    /** The folder of the services of another commit, which are built when they are missing. */
    private static Path lastRelease(String commit) throws IOException, InterruptedException {
        ProcessBuilder script =
                new ProcessBuilder("scripts/last-release").redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!commit.isEmpty()) {
            script.command().add(commit);
        }
        Process building = script.start();
        String folder = new String(building.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (building.waitFor() != 0) {
            throw new IOException("the services of the last release are missing");
        }
        return Path.of(folder);
    }

    private SalesFigures measure(BenchStore store, BenchStore old) throws Exception {
        Pgbench pgbench = Pgbench.prepare(postgres, folder);
        Map<SalesFigures.Variant, Measured> variants = variants(store, old, pgbench);
        OUT.printf("warming up for %d s%n", plan.warmUp());
        Rounds.ofSales(store, BenchStore.REGISTERS, 2).run(Duration.ofSeconds(plan.warmUp()));
        Rounds.ofSales(old, 1, 2).run(Duration.ofSeconds(plan.warmUp() / 2));
        List<SalesFigures.Row> rows = variants.keySet().stream()
                .map(variant -> new SalesFigures.Row(variant, new ArrayList<>()))
                .toList();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (SalesFigures.Row row : rows) {
                pgbench.settle();
                Rounds.Round measured = variants.getOrDefault(row.variant(), SalesBench::nothing)
                        .run(plan.seconds());
                row.rounds().add(measured);
                OUT.printf("round %d, %s: %s%n", round, row.variant().words(), measured);
            }
        }
        pgbench.settle();
        return new SalesFigures(
                plan.seconds(), plan.beforeWords(), rows, SalesRamp.run(store, plan.seconds()), store.sales());
    }

    private static Rounds.Round nothing(int seconds) {
        throw new IllegalStateException("nothing to measure for " + seconds + " s");
    }

    private static Map<SalesFigures.Variant, Measured> variants(BenchStore store, BenchStore old, Pgbench pgbench) {
        Map<SalesFigures.Variant, Measured> variants = new LinkedHashMap<>();
        for (int connections : CONNECTIONS) {
            variants.put(new SalesFigures.Variant(SalesFigures.PEER, connections), of -> pgbench.run(connections, of));
            variants.put(
                    new SalesFigures.Variant(SalesFigures.SALES, connections),
                    http(Rounds.ofSales(store, connections, 2)));
        }
        int all = CONNECTIONS.getLast();
        variants.put(new SalesFigures.Variant(SalesFigures.ONE_LINE, all), http(Rounds.ofSales(store, all, 1)));
        variants.put(new SalesFigures.Variant(SalesFigures.ONE_PRODUCT, all), http(Rounds.ofOneProduct(store, all)));
        variants.put(new SalesFigures.Variant(SalesFigures.BEFORE, 1), http(Rounds.ofSales(old, 1, 2)));
        return variants;
    }

    private static Measured http(Rounds rounds) {
        return seconds -> rounds.run(Duration.ofSeconds(seconds));
    }
}
