package dev.comptoir.lab.experiment;

import dev.comptoir.lab.bench.Site;
import java.time.Duration;
import java.util.Map;

/** Does anything grow or slow down? Half of what the chain bears, for ten minutes. */
final class Endurance {
    private static final Duration SLICE = Duration.ofSeconds(10);

    private Endurance() {}

    static void run(Bench bench) {
        Site site = bench.site("", Map.of(), Map.of());
        Probe.warmUp(bench, site);
        double half = Probe.capacity(bench, site) / 2.0;
        bench.measure(
                site,
                new Site.Plan(
                        Map.of("rps", String.valueOf(Math.round(half))),
                        1,
                        Probe.each(half),
                        bench.pace().warmUp(),
                        bench.pace().endurance(),
                        SLICE,
                        () -> {}));
    }
}
