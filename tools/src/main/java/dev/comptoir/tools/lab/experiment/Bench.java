package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.bench.Pause;
import dev.comptoir.tools.lab.bench.Site;
import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Machine;
import dev.comptoir.tools.lab.data.Tally;
import dev.comptoir.tools.lab.data.Window;
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

/** Where an experiment takes place: starts its clusters, writes down what it measures, and ends all it started. */
public final class Bench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path work;
    private final Path project;
    private final Path data;
    private final Pace pace;
    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private final Map<Size, Integer> capacities = new HashMap<>();
    private Dataset.@Nullable Pen pen;
    private String experiment = "";
    private volatile boolean abandoned;

    private record Size(Site site, Map<String, Integer> counts) {}

    /**
     * @param work where clusters live while they run
     * @param project where the services were built
     * @param data where the files of data are written
     */
    public Bench(Path work, Path project, Path data, Pace pace) {
        this.work = work;
        this.project = project;
        this.data = data;
        this.pace = pace;
    }

    public void run(Experiment one) {
        experiment = one.word();
        Machine machine = Machine.here();
        Dataset.Pen begun = Dataset.Pen.begin(
                data,
                new Dataset.Head(
                        experiment,
                        pace.word(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        pace.sales(),
                        machine));
        pen = begun;
        say("begins");
        try {
            one.run(this);
            begun.finish();
        } catch (RuntimeException failure) {
            // Nobody knows in which state the cluster is left.
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
     * A cluster with its data, warmed up: of the experiment's own, or the one that serves them all.
     *
     * @param name of the arm that it stands for, when there are several
     */
    Site site(String name, Map<String, Integer> counts, Map<String, String> settings) {
        String folder = pace.sharesCluster() ? pace.word() : experiment + name;
        Site there = sites.get(folder);
        Site site = there == null ? begin(folder, counts) : there;
        site.bring(counts, settings);
        if (!site.isWarm()) {
            Probe.warmUp(this, site);
        }
        say("its cluster is ready");
        return site;
    }

    private Site begin(String folder, Map<String, Integer> counts) {
        Site site = new Site(work.resolve(folder), project);
        synchronized (sites) {
            if (abandoned) {
                throw new IllegalStateException("the lab ends: nothing more is started");
            }
            sites.put(folder, site);
        }
        return site.up(counts, pace.sales());
    }

    /** The highest rate of each scenario that it bears with the instances that it has; looked for once. */
    int capacity(Site site) {
        return capacities.computeIfAbsent(new Size(site, site.counts()), size -> Probe.capacity(this, site));
    }

    Window measure(Site site, Site.Plan plan) {
        Window window = site.measure(plan);
        keep(window);
        Tally all = window.all();
        say(String.format(
                Locale.ROOT,
                "round %d %s: %.0f/s of %.0f/s, %d refused, %s failed, p50 %.1f ms, p99 %.1f ms, %.2f cores",
                window.round(),
                window.arm(),
                all.ok() / window.seconds(),
                window.offered(),
                all.refused(),
                all.failed() == 0 ? "0" : all.faults(),
                all.times().percentile(50),
                all.times().percentile(99),
                window.cpu().getOrDefault("machine", 0.0) / window.gauge("elapsed.s")));
        return window;
    }

    /** Writes it down. */
    void keep(Window window) {
        Objects.requireNonNull(pen).add(window);
    }

    void say(String what) {
        System.out.println("  " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + experiment + ": " + what);
    }

    /** Ends every cluster, whatever state it is in. */
    @Override
    public void close() {
        if (!abandoned) {
            endAll();
        }
    }

    private void endAll() {
        sites.forEach((folder, site) -> {
            site.close();
            sites.remove(folder);
        });
    }

    /**
     * Ends every cluster while an experiment is under way. A start holds its cluster until it notices the interruption, so
     * this is tried for half a minute.
     *
     * @param worker who runs it
     */
    public void abandon(Thread worker) {
        synchronized (sites) {
            abandoned = true;
        }
        Instant limit = Instant.now().plus(PATIENCE);
        while (!sites.isEmpty()) {
            worker.interrupt();
            try {
                endAll();
            } catch (IllegalStateException | UncheckedIOException | UserError stillAtWork) {
                if (Instant.now().isAfter(limit)) {
                    throw stillAtWork;
                }
                Pause.of(Duration.ofMillis(200));
            }
        }
    }
}
