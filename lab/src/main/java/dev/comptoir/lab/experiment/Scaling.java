package dev.comptoir.lab.experiment;

import dev.comptoir.lab.bench.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Does it help to start more instances of the busiest service, on this machine and on a larger one? */
final class Scaling {
    private static final int MOST_INSTANCES = 4;
    private static final List<Integer> RATES = List.of(1, 15, 30, 100);

    private Scaling() {}

    static void run(Bench bench) {
        Site site = bench.site("", Map.of(), Map.of());
        Probe.warmUp(bench, site);
        int capacity = Probe.capacity(bench, site);
        List<Integer> rates = new ArrayList<>(RATES);
        rates.add(capacity / 2);
        rates.add(capacity);
        boolean isFull = bench.pace().isFull();
        for (int round = 1; round <= (isFull ? 2 : 1); round++) {
            for (int step = 1; step <= MOST_INSTANCES; step += isFull ? 1 : MOST_INSTANCES - 1) {
                // Up in one round and down in the next, so that what grows with time meets each number alike.
                int instances = round % 2 == 1 ? step : MOST_INSTANCES + 1 - step;
                site.cluster().scale(Map.of("headoffice", instances));
                Probe.warmUpAgain(bench, site);
                for (int rate : rates) {
                    measure(bench, site, instances, rate, name(rates, rate), round);
                }
            }
        }
    }

    private static String name(List<Integer> rates, int rate) {
        return switch (rates.indexOf(rate) - RATES.size()) {
            case 0 -> "half";
            case 1 -> "full";
            default -> String.valueOf(rate);
        };
    }

    private static void measure(Bench bench, Site site, int instances, int rate, String name, int round) {
        Duration window = bench.pace().window();
        bench.measure(
                site,
                new Site.Plan(
                        Map.of("instances", String.valueOf(instances), "rps", name),
                        round,
                        Probe.each(rate),
                        bench.pace().warmUp().dividedBy(2),
                        window));
        site.settle();
    }
}
