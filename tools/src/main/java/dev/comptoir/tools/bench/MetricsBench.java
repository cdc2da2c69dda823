package dev.comptoir.tools.bench;

import dev.comptoir.app.PostgresServer;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.lab.measure.Folders;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The cost of metrics per sale: two instances on one database, one with metrics and a scrape every five seconds, one without
 * metrics, measured alternately. Processor time per sale is the more reliable figure on a shared machine.
 */
public final class MetricsBench {
    private static final PrintStream OUT = System.out;
    /** Many and short, so that other programs on the machine affect both variants equally. */
    private static final int ROUNDS = 45;

    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final int VACUUM_EVERY = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final int COUNTED = 1_000_000;
    private static final int REGISTERS = 32;
    private static final int PORT = 18_382;

    private MetricsBench() {}

    /** One round of one instance. */
    private record Round(double salesPerSecond, double microsecondsPerSale) {
        @Override
        public String toString() {
            return "%.0f sales/s, %.0f us of processor time per sale".formatted(salesPerSecond, microsecondsPerSale);
        }
    }

    public static void run() throws Exception {
        Path folder = Path.of("target", "bench-metrics");
        Folders.delete(folder);
        Files.createDirectories(folder);
        OUT.printf("metrics of one sale, alone on one thread: %.2f us%n", countingAlone());
        try (PostgresServer postgres = PostgresServer.start(folder);
                BenchStore off =
                        BenchStore.start(postgres, folder.resolve("off.log"), PORT, Map.of("COMPTOIR_METRICS", "off"));
                BenchStore on = BenchStore.start(
                        postgres, folder.resolve("on.log"), PORT + 1, Map.of("COMPTOIR_METRICS", "on"));
                ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor()) {
            ApiClient prometheus = ApiClient.of("http://127.0.0.1:" + on.port());
            var _ = scraper.scheduleAtFixedRate(() -> prometheus.get("/metrics").orThrow(), 1, 5, TimeUnit.SECONDS);
            measure(off, on);
            scraper.shutdownNow();
        }
    }

    /** Processor time for the metrics of one sale: its response, two connections, itself and its cents. */
    private static double countingAlone() {
        try (Metrics metrics = Metrics.of(new DatabaseSettings("", "", "", 1))) {
            HistogramFamily responses =
                    metrics.histogram("responses", "", Buckets.WAITING, "method", "route", "status", "error");
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
                    responses.record(duration, "POST", "/store/api/v1/sales", "201", "");
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
        Rounds without = Rounds.ofSales(off, REGISTERS, 2);
        Rounds with = Rounds.ofSales(on, REGISTERS, 2);
        without.run(WARM_UP);
        with.run(WARM_UP);
        List<Double> rates = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            if (round % VACUUM_EVERY == 1) {
                off.vacuum();
            }
            boolean offFirst = round % 2 == 1;
            Round early = offFirst ? run(off, without) : run(on, with);
            Round late = offFirst ? run(on, with) : run(off, without);
            Round plain = offFirst ? early : late;
            Round counted = offFirst ? late : early;
            rates.add(counted.salesPerSecond() / plain.salesPerSecond());
            work.add(counted.microsecondsPerSale() / plain.microsecondsPerSale());
            OUT.printf("round %d: off %s; on %s%n", round, plain, counted);
        }
        print("sales per second", rates);
        print("processor time per sale", work);
    }

    private static void print(String what, List<Double> ratios) {
        double[] sorted =
                ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        OUT.printf(
                "%s, on / off: median %.3f, middle half %.3f to %.3f%n",
                what, sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[sorted.length * 3 / 4]);
    }

    private static Round run(BenchStore store, Rounds load) {
        Duration before = store.processorTime();
        Rounds.Round round = load.run(LENGTH);
        double sales = round.perSecond() * LENGTH.toSeconds();
        return new Round(round.perSecond(), store.processorTime().minus(before).toNanos() / 1e3 / sales);
    }
}
