package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Metrics;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What metrics cost a sale: two instances on one database, one that counts and is read every five seconds, one that does not,
 * sold at in turns. The processor's time for a sale is the surer figure where others share the machine.
 */
public final class MetricsBench {
    private static final PrintStream OUT = System.out;
    /** Short and many: what else runs on the machine then comes to both sides alike. */
    private static final int ROUNDS = 45;

    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final int TIDY_EVERY = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final int COUNTED = 1_000_000;
    private static final int PORT = 18_382;

    private MetricsBench() {}

    /** One round of one instance. */
    private record Round(double salesPerSecond, double microsecondsPerSale) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of("target", "bench-metrics");
        SalesBench.empty(folder);
        OUT.printf("what a sale counts, alone on one thread: %.2f us%n", countingAlone());
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore off =
                        BenchStore.start(postgres, folder.resolve("off.log"), PORT, Map.of("COMPTOIR_METRICS", "off"));
                BenchStore on = BenchStore.start(
                        postgres, folder.resolve("on.log"), PORT + 1, Map.of("COMPTOIR_METRICS", "on"));
                Scraper _ = new Scraper(on.port())) {
            measure(off, on);
        }
    }

    /** The processor's time for all that one sale counts: its answer, two connections, itself, and its cents. */
    private static double countingAlone() {
        try (Metrics metrics = Metrics.of(new DatabaseSettings("", "", "", 1))) {
            HistogramFamily answers =
                    metrics.histogram("answers", "", Buckets.WAITING, "method", "route", "status", "error");
            HistogramFamily waits = metrics.histogram("waits", "", Buckets.WAITING);
            HistogramFamily uses = metrics.histogram("uses", "", Buckets.WAITING);
            CounterFamily sales = metrics.counter("sales", "", "store");
            CounterFamily cents = metrics.counter("cents", "", "store");
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long nanoseconds = 0;
            for (int half = 0; half < 2; half++) {
                long before = threads.getCurrentThreadCpuTime();
                for (int sale = 0; sale < COUNTED; sale++) {
                    Duration duration = Duration.ofNanos(1_000_000L + sale);
                    answers.record(duration, "POST", "/store/api/v1/sales", "201", "");
                    for (int connection = 0; connection < 2; connection++) {
                        waits.record(duration);
                        uses.record(duration);
                    }
                    sales.add(1, "S1");
                    cents.add(690, "S1");
                }
                nanoseconds = threads.getCurrentThreadCpuTime() - before;
            }
            return nanoseconds / 1e3 / COUNTED;
        }
    }

    private static void measure(BenchStore off, BenchStore on) throws Exception {
        HttpLoad without = HttpLoad.sales(off.port(), off.tokens());
        HttpLoad with = HttpLoad.sales(on.port(), on.tokens());
        without.run(WARM_UP);
        with.run(WARM_UP);
        List<Double> rates = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            if (round % TIDY_EVERY == 1) {
                off.tidy();
            }
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
        tell("sales per second", rates);
        tell("work for a sale", work);
    }

    private static void tell(String what, List<Double> ratios) {
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        OUT.printf(
                "%s, on / off: median %.3f, middle half %.3f to %.3f%n",
                what, sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[sorted.length * 3 / 4]);
    }

    private static Round run(BenchStore store, HttpLoad load) throws Exception {
        Duration before = store.worked();
        HttpLoad.Round round = load.run(LENGTH);
        double sales = round.perSecond() * LENGTH.toSeconds();
        return new Round(round.perSecond(), store.worked().minus(before).toNanos() / 1e3 / sales);
    }
}
