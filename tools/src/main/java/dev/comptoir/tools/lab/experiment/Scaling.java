package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.measure.TestCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Do more instances of the busiest service help? */
final class Scaling {
    private static final int MOST_INSTANCES = 4;
    private static final List<Integer> RATES = List.of(1, 15, 30, 100);
    private static final List<Integer> QUICK_RATES = List.of(15, 100);

    private Scaling() {}

    static void run(LabRun lab) {
        TestCluster target = lab.testCluster("", Map.of(), Map.of());
        boolean isFull = lab.pace().isFull();
        Map<String, Integer> rates = rates(isFull ? RATES : QUICK_RATES, lab.capacity(target));
        for (int repetition = 1; repetition <= (isFull ? 2 : 1); repetition++) {
            for (int step = 1; step <= MOST_INSTANCES; step += isFull ? 1 : MOST_INSTANCES - 1) {
                // Up in one repetition and down in the next, so that a trend over time affects each number equally.
                int instances = repetition % 2 == 1 ? step : MOST_INSTANCES + 1 - step;
                target.cluster().scale(Map.of("headoffice", instances));
                Probe.warmUpAgain(lab, target);
                for (Map.Entry<String, Integer> rate : rates.entrySet()) {
                    measure(lab, target, instances, rate, repetition);
                }
            }
        }
    }

    private static Map<String, Integer> rates(List<Integer> given, int capacity) {
        Map<String, Integer> rates = new LinkedHashMap<>();
        given.forEach(rate -> rates.put(String.valueOf(rate), rate));
        rates.put("half", capacity / 2);
        rates.put("full", capacity);
        return rates;
    }

    private static void measure(
            LabRun lab, TestCluster target, int instances, Map.Entry<String, Integer> rate, int repetition) {
        lab.measure(
                target,
                new TestCluster.Plan(
                        Map.of("instances", String.valueOf(instances), "rps", rate.getKey()),
                        repetition,
                        Probe.each(rate.getValue()),
                        lab.pace().warmUp().dividedBy(2),
                        lab.pace().window()));
        target.settle();
    }
}
