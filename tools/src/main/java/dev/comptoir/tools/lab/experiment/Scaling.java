package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.bench.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Does it help to start more instances of the busiest service, on this machine and on a larger one? */
final class Scaling {
    private static final int MOST_INSTANCES = 4;
    private static final List<Integer> RATES = List.of(1, 15, 30, 100);
    private static final List<Integer> RATES_AT_A_GLANCE = List.of(15, 100);

    private Scaling() {}

    static void run(Bench bench) {
        Site site = bench.site("", Map.of(), Map.of());
        boolean isFull = bench.pace().isFull();
        Map<String, Integer> rates = rates(isFull ? RATES : RATES_AT_A_GLANCE, bench.capacity(site));
        for (int round = 1; round <= (isFull ? 2 : 1); round++) {
            for (int step = 1; step <= MOST_INSTANCES; step += isFull ? 1 : MOST_INSTANCES - 1) {
                // Up in one round and down in the next, so that what grows with time meets each number alike.
                int instances = round % 2 == 1 ? step : MOST_INSTANCES + 1 - step;
                site.cluster().scale(Map.of("headoffice", instances));
                Probe.warmUpAgain(bench, site);
                for (Map.Entry<String, Integer> rate : rates.entrySet()) {
                    measure(bench, site, instances, rate, round);
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

    private static void measure(Bench bench, Site site, int instances, Map.Entry<String, Integer> rate, int round) {
        bench.measure(
                site,
                new Site.Plan(
                        Map.of("instances", String.valueOf(instances), "rps", rate.getKey()),
                        round,
                        Probe.each(rate.getValue()),
                        bench.pace().warmUp().dividedBy(2),
                        bench.pace().window()));
        site.settle();
    }
}
