package dev.comptoir.demo.bench;

import dev.comptoir.demo.DemoPostgres;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What metrics cost a sale: two instances on one database, one that counts and is read every second, one that does not,
 * sold at in turns. The processor's time for a sale is the surer figure where others share the machine.
 */
public final class MetricsBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 15;
    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final int PORT = 18_382;

    private MetricsBench() {}

    /** One round of one instance. */
    private record Round(double salesPerSecond, double microsecondsPerSale) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of("target", "bench-metrics");
        SalesBench.empty(folder);
        try (DemoPostgres postgres = DemoPostgres.start(folder);
                BenchStore off =
                        BenchStore.start(postgres, folder.resolve("off.log"), PORT, Map.of("COMPTOIR_METRICS", "off"));
                BenchStore on = BenchStore.start(
                        postgres, folder.resolve("on.log"), PORT + 1, Map.of("COMPTOIR_METRICS", "on"));
                Scraper _ = new Scraper(on.port())) {
            measure(off, on);
        }
    }

    private static void measure(BenchStore off, BenchStore on) throws Exception {
        HttpLoad without = new HttpLoad(off.port(), off.tokens());
        HttpLoad with = new HttpLoad(on.port(), on.tokens());
        without.run(WARM_UP);
        with.run(WARM_UP);
        List<Double> rates = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            off.tidy();
            boolean offFirst = round % 2 == 1;
            Round early = offFirst ? run(off, without) : run(on, with);
            Round late = offFirst ? run(on, with) : run(off, without);
            Round plain = offFirst ? early : late;
            Round counted = offFirst ? late : early;
            rates.add(counted.salesPerSecond() / plain.salesPerSecond());
            work.add(counted.microsecondsPerSale() / plain.microsecondsPerSale());
            OUT.printf(
                    "round %d: off %.0f sales/s, %.0f us of work a sale; on %.0f sales/s, %.0f us%n",
                    round,
                    plain.salesPerSecond(),
                    plain.microsecondsPerSale(),
                    counted.salesPerSecond(),
                    counted.microsecondsPerSale());
        }
        OUT.printf("median ratio on / off: sales per second %.3f, work for a sale %.3f%n", median(rates), median(work));
    }

    private static double median(List<Double> ratios) {
        return SalesBench.median(ratios, ratio -> ratio);
    }

    private static Round run(BenchStore store, HttpLoad load) throws Exception {
        Duration before = store.worked();
        HttpLoad.Round round = load.run(LENGTH);
        double sales = round.salesPerSecond() * LENGTH.toSeconds();
        return new Round(round.salesPerSecond(), store.worked().minus(before).toNanos() / 1e3 / sales);
    }
}
