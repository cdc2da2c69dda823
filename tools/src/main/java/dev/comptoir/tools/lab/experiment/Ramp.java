package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.lab.bench.Site;
import dev.comptoir.tools.lab.data.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What does the chain bear, and what falls first? One instance of each service; the three scenarios at the same rate. */
final class Ramp {
    private static final List<Integer> FIRST_RATES = List.of(1, 15, 30, 100, 200);

    private Ramp() {}

    static void run(Bench bench) {
        Site site = bench.site("", Map.of(), Map.of());
        List<Integer> rates = firstRound(bench, site);
        for (int round = 2; round <= bench.pace().rounds(); round++) {
            for (int rate : rates) {
                measure(bench, site, rate, round);
            }
        }
    }

    /** Up to the first rate that is not borne, one between it and the last that was, and one twice as high. */
    private static List<Integer> firstRound(Bench bench, Site site) {
        List<Integer> rates = new ArrayList<>();
        int rate = FIRST_RATES.getFirst();
        boolean borne = true;
        while (borne && rate <= bench.pace().highestRate()) {
            rates.add(rate);
            borne = Probe.isBorne(measure(bench, site, rate, 1));
            rate = rates.size() < FIRST_RATES.size() ? FIRST_RATES.get(rates.size()) : rate * 2;
        }
        if (!borne) {
            int broken = rates.getLast();
            for (int other : List.of(Math.max(1, broken * 3 / 4), broken * 2)) {
                rates.add(other);
                measure(bench, site, other, 1);
            }
        }
        return rates.stream().sorted().toList();
    }

    private static Window measure(Bench bench, Site site, int rate, int round) {
        Window window = bench.measure(
                site,
                new Site.Plan(
                        Map.of("rps", String.valueOf(rate)),
                        round,
                        Probe.each(rate),
                        bench.pace().warmUp(),
                        bench.pace().window()));
        site.settle();
        return window;
    }
}
