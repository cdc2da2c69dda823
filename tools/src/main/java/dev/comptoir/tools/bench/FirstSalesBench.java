package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.lab.measure.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A thousand sales of two lines, one after another, after each start of a store service with and without its AOT cache. */
public final class FirstSalesBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final int SALES = 1_000;
    private static final int HUNDRED = 100;
    private static final int PORT = 18_385;
    private static final Map<String, String> WITH_CACHE = Map.of();
    private static final Map<String, String> WITHOUT_CACHE = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");

    private FirstSalesBench() {}

    /** Median latencies in milliseconds. */
    private record Round(double firstHundred, double lastHundred) {
        double ratio() {
            return firstHundred / lastHundred;
        }
    }

    public static void run() throws IOException, SQLException {
        Path folder = Path.of("target", "bench-first-sales");
        Folders.delete(folder);
        Files.createDirectories(folder);
        List<Round> with = new ArrayList<>();
        List<Round> without = new ArrayList<>();
        try (PostgresServer postgres = PostgresServer.start(folder)) {
            sell(postgres, folder, WITHOUT_CACHE); // warms up the client
            for (int round = 1; round <= ROUNDS; round++) {
                with.add(sell(postgres, folder, WITH_CACHE));
                without.add(sell(postgres, folder, WITHOUT_CACHE));
            }
        }
        print("with AOT cache", with);
        print("without AOT cache", without);
    }

    private static Round sell(PostgresServer postgres, Path folder, Map<String, String> options)
            throws IOException, SQLException {
        double[] milliseconds = new double[SALES];
        try (BenchStore store = BenchStore.start(postgres, folder.resolve("store.log"), PORT, options);
                PlainConnections connections = PlainConnections.of(0, PORT)) {
            ApiClient register = store.sessions(1).getFirst().over(connections);
            for (int sale = 0; sale < SALES; sale++) {
                long start = System.nanoTime();
                Rounds.sell(register, 2).orThrow();
                milliseconds[sale] = (System.nanoTime() - start) / 1e6;
            }
        }
        return new Round(
                median(Arrays.copyOfRange(milliseconds, 0, HUNDRED)),
                median(Arrays.copyOfRange(milliseconds, SALES - HUNDRED, SALES)));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void print(String variant, List<Round> rounds) {
        OUT.printf(
                "%d sales one after another, %s: p50 of the first hundred %.1f ms, of the last hundred %.1f ms, ratio %.1f"
                        + " (medians of %d starts)%n",
                SALES,
                variant,
                Rounds.median(rounds, Round::firstHundred),
                Rounds.median(rounds, Round::lastHundred),
                Rounds.median(rounds, Round::ratio),
                rounds.size());
    }
}
