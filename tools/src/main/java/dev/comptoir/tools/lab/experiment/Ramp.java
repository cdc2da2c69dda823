package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.data.Window;
import dev.comptoir.tools.lab.measure.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is the capacity, and what limits it? One instance of each service; the three workloads at the same rate. */
final class Ramp {
    private static final List<Integer> FIRST_RATES = List.of(1, 15, 30, 100, 200);

    private Ramp() {}

    static void run(LabRun lab) {
        TestCluster target = lab.testCluster("", Map.of(), Map.of());
        List<Integer> rates = firstRepetition(lab, target);
        for (int repetition = 2; repetition <= lab.pace().repetitions(); repetition++) {
            for (int rate : rates) {
                measure(lab, target, rate, repetition);
            }
        }
    }

    /** Up to the first rate that is not sustained, then a lower rate and one twice as high. */
    private static List<Integer> firstRepetition(LabRun lab, TestCluster target) {
        List<Integer> rates = new ArrayList<>();
        int rate = FIRST_RATES.getFirst();
        boolean sustained = true;
        while (sustained && rate <= lab.pace().highestRate()) {
            rates.add(rate);
            sustained = Probe.isSustained(measure(lab, target, rate, 1));
            rate = rates.size() < FIRST_RATES.size() ? FIRST_RATES.get(rates.size()) : rate * 2;
        }
        if (!sustained) {
            int exceeded = rates.getLast();
            for (int other : List.of(Math.max(1, exceeded * 3 / 4), exceeded * 2)) {
                rates.add(other);
                measure(lab, target, other, 1);
            }
        }
        return rates.stream().sorted().toList();
    }

    private static Window measure(LabRun lab, TestCluster target, int rate, int repetition) {
        Window window = lab.measure(
                target,
                new TestCluster.Plan(
                        Map.of("rps", String.valueOf(rate)),
                        repetition,
                        Probe.each(rate),
                        lab.pace().warmUp(),
                        lab.pace().window()));
        target.settle();
        return window;
    }
}
