package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.measure.TestCluster;
import dev.comptoir.tools.load.Pause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What do users see when one of two instances is lost, and when it returns? Two instances of each service. */
final class Loss {
    /** Requests per second in all, as in the earlier report. */
    private static final double LITTLE = 19;

    private static final String VICTIM = "headoffice-1";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Loss() {}

    static void run(LabRun lab) {
        TestCluster target = lab.testCluster("", Map.of("store", 2, "headoffice", 2, "logistics", 2), Map.of());
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("little", LITTLE / 3);
        rates.put("half", lab.capacity(target) / 2.0);
        for (int repetition = 1; repetition <= (lab.pace().isFull() ? 2 : 1); repetition++) {
            for (Map.Entry<String, Double> rate : rates.entrySet()) {
                lose(lab, target, "killed", rate, repetition);
                lose(lab, target, "stopped", rate, repetition);
            }
        }
    }

    /** The loss comes after some seconds, the restart after as many more; the result has a slice for each second. */
    private static void lose(
            LabRun lab, TestCluster target, String how, Map.Entry<String, Double> rate, int repetition) {
        Duration calm = Duration.ofSeconds(lab.pace().window().toSeconds() * 2 / 3);
        lab.measure(
                target,
                new TestCluster.Plan(
                        Map.of("loss", how, "rate", rate.getKey(), "lostAt.s", String.valueOf(calm.toSeconds())),
                        repetition,
                        Probe.each(rate.getValue()),
                        lab.pace().warmUp(),
                        lab.pace().window().multipliedBy(3),
                        SECOND,
                        () -> {
                            Pause.of(calm);
                            if (how.equals("killed")) {
                                target.cluster().kill(VICTIM);
                            } else {
                                target.cluster().stop(VICTIM);
                            }
                            Pause.of(calm);
                            target.cluster().restart(VICTIM);
                        }));
        target.settle();
    }
}
