package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Machine;
import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.measure.TestCluster;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Pause;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs experiments: starts their test clusters, stores their measurements and ends what it started. */
public final class LabRun implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final Path work;
    private final Path project;
    private final Path data;
    private final Pace pace;
    private final Map<String, TestCluster> targets = new ConcurrentHashMap<>();
    private final Map<Size, Integer> capacities = new HashMap<>();
    private Dataset.@Nullable Writer writer;
    private String experiment = "";
    private volatile boolean abandoned;

    private record Size(TestCluster target, Map<String, Integer> counts) {}

    /**
     * @param work the folder of the test clusters
     * @param project the folder of the built services
     * @param data the folder of the measurements
     */
    public LabRun(Path work, Path project, Path data, Pace pace) {
        this.work = work;
        this.project = project;
        this.data = data;
        this.pace = pace;
    }

    public void run(Experiment one) {
        experiment = one.word();
        Machine machine = Machine.here();
        Dataset.Writer begun = Dataset.Writer.begin(
                data,
                new Dataset.Head(
                        experiment,
                        pace.word(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        pace.sales(),
                        machine));
        writer = begun;
        log("started");
        try {
            one.run(this);
            begun.finish();
        } catch (RuntimeException failure) {
            // The state of the cluster is unknown.
            close();
            throw failure;
        }
        if (!pace.sharesCluster()) {
            close();
        }
    }

    Pace pace() {
        return pace;
    }

    /**
     * A test cluster with its data, warmed up: of the experiment's own, or the one that all experiments share.
     *
     * @param name of the variant, when an experiment has several clusters
     */
    TestCluster testCluster(String name, Map<String, Integer> counts, Map<String, String> settings) {
        String folder = pace.sharesCluster() ? pace.word() : experiment + name;
        TestCluster there = targets.get(folder);
        TestCluster target = there == null ? begin(folder, counts) : there;
        target.reconfigure(counts, settings);
        if (!target.isWarm()) {
            Probe.warmUp(this, target);
        }
        log("test cluster ready");
        return target;
    }

    private TestCluster begin(String folder, Map<String, Integer> counts) {
        TestCluster target = new TestCluster(work.resolve(folder), project);
        synchronized (targets) {
            if (abandoned) {
                throw new IllegalStateException("the lab is ending: no cluster is started");
            }
            targets.put(folder, target);
        }
        return target.up(counts, pace.sales());
    }

    /** The highest sustained rate of each workload with the present instances; searched once. */
    int capacity(TestCluster target) {
        return capacities.computeIfAbsent(new Size(target, target.counts()), size -> Probe.capacity(this, target));
    }

    Window measure(TestCluster target, TestCluster.Plan plan) {
        Window window = target.measure(plan);
        store(window);
        Outcomes all = window.all();
        log(String.format(
                Locale.ROOT,
                "repetition %d %s: %.0f/s of %.0f/s, %d refused, %s failed, p50 %.1f ms, p99 %.1f ms, %.2f cores",
                window.repetition(),
                window.variant(),
                all.ok() / window.seconds(),
                window.offered(),
                all.refused(),
                all.failed() == 0 ? "0" : all.failures(),
                all.latencies().percentile(50),
                all.latencies().percentile(99),
                window.cpu().getOrDefault("machine", 0.0) / window.gauge("elapsed.s")));
        return window;
    }

    void store(Window window) {
        Objects.requireNonNull(writer).add(window);
    }

    void log(String what) {
        System.out.println("  " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + experiment + ": " + what);
    }

    /** Ends every cluster. */
    @Override
    public void close() {
        if (!abandoned) {
            endAll();
        }
    }

    private void endAll() {
        targets.forEach((folder, target) -> {
            target.close();
            targets.remove(folder);
        });
    }

    /**
     * Ends every cluster while an experiment is running. A start holds the lock of its cluster until it notices the
     * interruption, so this is tried for half a minute.
     *
     * @param worker the thread that runs the experiment
     */
    public void abandon(Thread worker) {
        synchronized (targets) {
            abandoned = true;
        }
        Instant limit = Instant.now().plus(END_LIMIT);
        while (!targets.isEmpty()) {
            worker.interrupt();
            try {
                endAll();
            } catch (IllegalStateException | UncheckedIOException | UserError stillStarting) {
                if (Instant.now().isAfter(limit)) {
                    throw stillStarting;
                }
                Pause.of(Duration.ofMillis(200));
            }
        }
    }
}
