package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.bench.Pause;
import dev.comptoir.tools.lab.bench.Site;
import dev.comptoir.tools.lab.data.Tally;
import dev.comptoir.tools.lab.data.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Finds out what a site bears, before an experiment asks for half of it. */
final class Probe {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final int FIRST_RATE = 100;
    private static final double GOOD_SHARE = 0.98;
    private static final double SLOW_MILLISECONDS = 1_000;

    private Probe() {}

    /** The three scenarios, at so many arrivals per second each. */
    static Map<String, Double> each(double rate) {
        return Map.of(Site.STOCK, rate, Site.REPORT, rate, Site.UPDATE, rate);
    }

    /** At least 98 % of the requests are answered rightly, and 99 % of those within a second. */
    static boolean isBorne(Window window) {
        Tally all = window.all();
        return all.ok() >= GOOD_SHARE * all.sent() && all.times().percentile(99) <= SLOW_MILLISECONDS;
    }

    /** Rates that rise, until the Java compiler has seen all there is to see. */
    static void warmUp(Bench bench, Site site) {
        for (int rate : bench.pace().isFull() ? List.of(50, 100, 200, 400) : List.of(100, 200)) {
            trial(site, rate, bench.pace().isFull() ? SHORT.multipliedBy(3) : SHORT);
        }
        site.warmed();
    }

    /** For instances that came later. */
    static void warmUpAgain(Bench bench, Site site) {
        trial(site, 200, bench.pace().isFull() ? SHORT.multipliedBy(5) : SHORT);
        site.warmed();
    }

    /** The highest rate of each scenario that was borne: found by doubling, and then by halvings. */
    static int capacity(Bench bench, Site site) {
        int borne = 0;
        int rate = FIRST_RATE;
        while (rate <= bench.pace().highestRate() && isBorne(trial(site, rate, SHORT))) {
            borne = rate;
            rate *= 2;
        }
        int broken = rate;
        for (int halving = 0; halving < bench.pace().halvings(); halving++) {
            int between = (borne + broken) / 2;
            if (isBorne(trial(site, between, SHORT))) {
                borne = between;
            } else {
                broken = between;
            }
        }
        bench.say("bears " + borne + "/s of each scenario");
        return Math.max(2, borne);
    }

    private static Window trial(Site site, int rate, Duration time) {
        Window window = site.measure(new Site.Plan(Map.of(), 0, each(rate), Duration.ofSeconds(1), time));
        Pause.of(Duration.ofMillis(500));
        site.settle();
        return window;
    }
}
