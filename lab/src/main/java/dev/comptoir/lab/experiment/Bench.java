package dev.comptoir.lab.experiment;

import dev.comptoir.cluster.Curable;
import dev.comptoir.lab.bench.Pause;
import dev.comptoir.lab.bench.Site;
import dev.comptoir.lab.data.Dataset;
import dev.comptoir.lab.data.Machine;
import dev.comptoir.lab.data.Tally;
import dev.comptoir.lab.data.Window;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** Where an experiment takes place: starts its clusters, writes down what it measures, and ends all it started. */
public final class Bench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path work;
    private final Path project;
    private final Path data;
    private final Pace pace;
    private final Deque<Site> sites = new ConcurrentLinkedDeque<>();
    private Dataset.@Nullable Pen pen;
    private String experiment = "";
    private volatile boolean abandoned;

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
        } finally {
            if (!abandoned) {
                close();
            }
        }
    }

    Pace pace() {
        return pace;
    }

    /** @param name of the arm that it stands for, when there are several */
    Site site(String name, Map<String, Integer> counts, Map<String, String> settings) {
        Site site = new Site(work.resolve(experiment + name), project, settings);
        synchronized (sites) {
            if (abandoned) {
                throw new IllegalStateException("the lab ends: nothing more is started");
            }
            sites.push(site);
        }
        return site.up(counts, pace.sales());
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
        for (Site site = sites.peek(); site != null; site = sites.peek()) {
            site.close();
            sites.remove(site);
        }
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
                close();
            } catch (IllegalStateException | UncheckedIOException | Curable stillAtWork) {
                if (Instant.now().isAfter(limit)) {
                    throw stillAtWork;
                }
                Pause.of(Duration.ofMillis(200));
            }
        }
    }
}
