package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.measure.TestCluster;
import dev.comptoir.tools.load.Pause;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What does a cache save, and what does it cost? Three clusters, one under load at a time: without a cache, with responses up
 * to 30 s old as in the earlier report, and with the response cache.
 */
final class Caches {
    /** The default setting. */
    private static final String EXACT = "exact";

    private static final List<String> VARIANTS = List.of(EXACT, "off", "30s");
    private static final List<Integer> RATES = List.of(30, 70, 200, 400, 800, 1600);
    private static final List<Integer> QUICK_RATES = List.of(30, 200, 400);
    private static final Duration READ_LIMIT = Duration.ofSeconds(40);

    private Caches() {}

    static void run(LabRun lab) {
        for (List<String> variants : lab.pace().sideBySide(VARIANTS)) {
            Map<String, TestCluster> targets = new LinkedHashMap<>();
            variants.forEach(variant ->
                    targets.put(variant, lab.testCluster("-" + variant, Map.of("headoffice", 2), settings(variant))));
            int repetitions = lab.pace().isFull() ? 2 : 1;
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                ladder(lab, targets, repetition);
                for (Map.Entry<String, TestCluster> one : targets.entrySet()) {
                    staleness(lab, one.getKey(), one.getValue(), repetition);
                }
            }
        }
    }

    private static Map<String, String> settings(String variant) {
        return variant.equals(EXACT) ? Map.of() : Map.of("COMPTOIR_CACHE", variant);
    }

    /** A variant that did not sustain a rate is measured at no higher one. */
    private static void ladder(LabRun lab, Map<String, TestCluster> targets, int repetition) {
        Set<String> exceeded = new HashSet<>();
        for (int rate : lab.pace().isFull() ? RATES : QUICK_RATES) {
            targets.forEach((variant, target) -> {
                if (!exceeded.contains(variant) && rate <= lab.pace().highestRate()) {
                    Window window = lab.measure(
                            target,
                            new TestCluster.Plan(
                                    Map.of("cache", variant, "rps", String.valueOf(rate)),
                                    repetition,
                                    Probe.each(rate),
                                    lab.pace().warmUp().dividedBy(2),
                                    lab.pace().window()));
                    target.settle();
                    if (!Probe.isSustained(window)) {
                        exceeded.add(variant);
                    }
                }
            });
        }
    }

    /** How long readers receive the old price after a change was acknowledged. */
    private static void staleness(LabRun lab, String variant, TestCluster target, int repetition) {
        Pause.of(Duration.ofSeconds(1));
        lab.store(target.staleness(Map.of("cache", variant, "part", "staleness"), repetition, READ_LIMIT));
    }
}
