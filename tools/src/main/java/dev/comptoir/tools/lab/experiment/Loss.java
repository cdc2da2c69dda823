package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.bench.Pause;
import dev.comptoir.tools.lab.bench.Site;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What do people see when one of two instances is lost, and when it comes back? Two instances of each service. */
final class Loss {
    /** In all, as the report had it. */
    private static final double LITTLE = 19;

    private static final String VICTIM = "headoffice-1";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Loss() {}

    static void run(Bench bench) {
        Site site = bench.site("", Map.of("store", 2, "headoffice", 2, "logistics", 2), Map.of());
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("little", LITTLE / 3);
        rates.put("half", bench.capacity(site) / 2.0);
        for (int round = 1; round <= (bench.pace().isFull() ? 2 : 1); round++) {
            for (Map.Entry<String, Double> rate : rates.entrySet()) {
                lose(bench, site, "killed", rate, round);
                lose(bench, site, "stopped", rate, round);
            }
        }
    }

    /** Lost after some seconds of calm, started again after as many: the figures are told by the second. */
    private static void lose(Bench bench, Site site, String how, Map.Entry<String, Double> rate, int round) {
        Duration calm = Duration.ofSeconds(bench.pace().window().toSeconds() * 2 / 3);
        bench.measure(
                site,
                new Site.Plan(
                        Map.of("loss", how, "rate", rate.getKey(), "lostAt.s", String.valueOf(calm.toSeconds())),
                        round,
                        Probe.each(rate.getValue()),
                        bench.pace().warmUp(),
                        bench.pace().window().multipliedBy(3),
                        SECOND,
                        () -> {
                            Pause.of(calm);
                            if (how.equals("killed")) {
                                site.cluster().kill(VICTIM);
                            } else {
                                site.cluster().stop(VICTIM);
                            }
                            Pause.of(calm);
                            site.cluster().restart(VICTIM);
                        }));
        site.settle();
    }
}
