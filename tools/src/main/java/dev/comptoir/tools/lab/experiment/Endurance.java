package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.bench.Site;
import java.util.Map;

/** Does anything grow or slow down? Half of what the chain bears, for ten minutes. */
final class Endurance {
    /** Of the figures: fifteen to each quarter. */
    private static final int SLICES = 60;

    private Endurance() {}

    static void run(Bench bench) {
        Site site = bench.site("", Map.of(), Map.of());
        double half = bench.capacity(site) / 2.0;
        bench.measure(
                site,
                new Site.Plan(
                        Map.of("rps", String.valueOf(Math.round(half))),
                        1,
                        Probe.each(half),
                        bench.pace().warmUp(),
                        bench.pace().endurance(),
                        bench.pace().endurance().dividedBy(SLICES),
                        () -> {}));
    }
}
