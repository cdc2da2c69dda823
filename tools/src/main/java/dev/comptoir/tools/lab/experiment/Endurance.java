package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.measure.TestCluster;
import java.util.Map;

/** Does anything grow or slow down? Half of the capacity, for ten minutes. */
final class Endurance {
    /** Fifteen in each quarter. */
    private static final int SLICES = 60;

    private Endurance() {}

    static void run(LabRun lab) {
        TestCluster target = lab.testCluster("", Map.of(), Map.of());
        double half = lab.capacity(target) / 2.0;
        lab.measure(
                target,
                new TestCluster.Plan(
                        Map.of("rps", String.valueOf(Math.round(half))),
                        1,
                        Probe.each(half),
                        lab.pace().warmUp(),
                        lab.pace().endurance(),
                        lab.pace().endurance().dividedBy(SLICES),
                        () -> {}));
    }
}
