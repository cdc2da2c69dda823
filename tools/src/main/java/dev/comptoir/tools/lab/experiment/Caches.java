package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.bench.Pause;
import dev.comptoir.tools.lab.bench.Site;
import dev.comptoir.tools.lab.data.Window;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What does a cache give, and what does it cost? Three clusters, of which one at a time has work: without a cache, with
 * answers up to 30 s old as in the report, and with ours.
 */
final class Caches {
    /** What a cluster does when nothing is said. */
    private static final String OURS = "exact";

    private static final List<String> ARMS = List.of(OURS, "off", "30s");
    private static final List<Integer> RATES = List.of(30, 70, 200, 400, 800, 1600);
    private static final List<Integer> AT_A_GLANCE = List.of(30, 200, 400);
    private static final Duration OLDEST = Duration.ofSeconds(40);

    private Caches() {}

    static void run(Bench bench) {
        for (List<String> arms : bench.pace().sideBySide(ARMS)) {
            Map<String, Site> sites = new LinkedHashMap<>();
            arms.forEach(arm -> sites.put(arm, bench.site("-" + arm, Map.of("headoffice", 2), settings(arm))));
            int rounds = bench.pace().isFull() ? 2 : 1;
            for (int round = 1; round <= rounds; round++) {
                ladder(bench, sites, round);
                for (Map.Entry<String, Site> one : sites.entrySet()) {
                    staleness(bench, one.getKey(), one.getValue(), round);
                }
            }
        }
    }

    private static Map<String, String> settings(String arm) {
        return arm.equals(OURS) ? Map.of() : Map.of("COMPTOIR_CACHE", arm);
    }

    /** An arm that did not bear a rate is asked for no higher one. */
    private static void ladder(Bench bench, Map<String, Site> sites, int round) {
        Set<String> broken = new HashSet<>();
        for (int rate : bench.pace().isFull() ? RATES : AT_A_GLANCE) {
            sites.forEach((arm, site) -> {
                if (!broken.contains(arm) && rate <= bench.pace().highestRate()) {
                    Window window = bench.measure(
                            site,
                            new Site.Plan(
                                    Map.of("cache", arm, "rps", String.valueOf(rate)),
                                    round,
                                    Probe.each(rate),
                                    bench.pace().warmUp().dividedBy(2),
                                    bench.pace().window()));
                    site.settle();
                    if (!Probe.isBorne(window)) {
                        broken.add(arm);
                    }
                }
            });
        }
    }

    /** Prices that change while readers look: how long after the acknowledgement they still see the old one. */
    private static void staleness(Bench bench, String arm, Site site, int round) {
        Pause.of(Duration.ofSeconds(1));
        bench.keep(site.staleness(Map.of("cache", arm, "part", "staleness"), round, OLDEST));
    }
}
