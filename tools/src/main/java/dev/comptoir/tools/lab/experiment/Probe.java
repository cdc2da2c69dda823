package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.measure.TestCluster;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Finds the capacity of a test cluster; some experiments run at half of it. */
final class Probe {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final int FIRST_RATE = 100;
    private static final double GOOD_SHARE = 0.98;
    private static final double SLOW_MILLISECONDS = 1_000;

    private Probe() {}

    /** The three workloads at the same rate. */
    static Map<String, Double> each(double rate) {
        return Map.of(TestCluster.STOCK, rate, TestCluster.REPORT, rate, TestCluster.UPDATE, rate);
    }

    /** At least 98 % of the requests succeed, and 99 % of those within a second. */
    static boolean isSustained(Window window) {
        Outcomes all = window.all();
        return all.ok() >= GOOD_SHARE * all.sent() && all.latencies().percentile(99) <= SLOW_MILLISECONDS;
    }

    /** Rising rates, so that the Java compiler has compiled what the load uses. */
    static void warmUp(LabRun lab, TestCluster target) {
        for (int rate : lab.pace().isFull() ? List.of(50, 100, 200, 400) : List.of(100, 200)) {
            trial(target, rate, lab.pace().isFull() ? SHORT.multipliedBy(3) : SHORT);
        }
        target.markWarm();
    }

    /** For instances that started later. */
    static void warmUpAgain(LabRun lab, TestCluster target) {
        trial(target, 200, lab.pace().isFull() ? SHORT.multipliedBy(5) : SHORT);
        target.markWarm();
    }

    /** The highest sustained rate of each workload, found by doubling and then by bisection. */
    static int capacity(LabRun lab, TestCluster target) {
        int sustained = 0;
        int rate = FIRST_RATE;
        while (rate <= lab.pace().highestRate() && isSustained(trial(target, rate, SHORT))) {
            sustained = rate;
            rate *= 2;
        }
        int exceeded = rate;
        for (int halving = 0; halving < lab.pace().halvings(); halving++) {
            int between = (sustained + exceeded) / 2;
            if (isSustained(trial(target, between, SHORT))) {
                sustained = between;
            } else {
                exceeded = between;
            }
        }
        lab.log("sustains " + sustained + "/s of each workload");
        return Math.max(2, sustained);
    }

    private static Window trial(TestCluster target, int rate, Duration time) {
        Window window = target.measure(new TestCluster.Plan(Map.of(), 0, each(rate), Duration.ofSeconds(1), time));
        Pause.of(Duration.ofMillis(500));
        target.settle();
        return window;
    }
}
