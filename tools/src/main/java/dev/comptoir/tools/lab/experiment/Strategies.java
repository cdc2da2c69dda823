package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.Strategy;
import dev.comptoir.tools.lab.bench.Detour;
import dev.comptoir.tools.lab.bench.Pause;
import dev.comptoir.tools.lab.bench.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which strategy is best? Three instances of the head office, of which the first is well or ill; 500 requests per second,
 * nine reports for each change of a price.
 */
final class Strategies {
    private static final String ILL = "headoffice-1";
    private static final Map<String, Integer> LESS_FOR_THE_ILL = Map.of(ILL, 1, "headoffice-2", 3, "headoffice-3", 3);
    private static final int RATE = 500;

    /** After Traefik was told otherwise: its next look at every instance. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    private Strategies() {}

    /**
     * @param word for the data and the report
     * @param strategy Traefik's own
     */
    private record Way(String word, Strategy strategy, Map<String, Integer> weights) {}

    private static final Way WRR = new Way("wrr", Strategy.wrr, Map.of());
    private static final Way P2C = new Way("p2c", Strategy.p2c, Map.of());
    private static final Way LEAST_TIME = new Way("leasttime", Strategy.leasttime, Map.of());
    private static final List<Way> WAYS = List.of(
            WRR,
            new Way("weighted", Strategy.wrr, LESS_FOR_THE_ILL),
            P2C,
            LEAST_TIME,
            new Way("hrw", Strategy.hrw, Map.of()));
    private static final List<Way> WAYS_AT_A_GLANCE = List.of(WRR, P2C, LEAST_TIME);

    /** What is wrong with the first instance. */
    private enum State {
        equal,
        slow50,
        slow2000,
        stopped,
        failing,
        started
    }

    private static final List<State> STATES_AT_A_GLANCE = List.of(State.equal, State.slow2000, State.failing);

    static void run(Bench bench) {
        Site site = bench.site("", Map.of("headoffice", 3), Map.of());
        boolean isFull = bench.pace().isFull();
        for (int round = 1; round <= (isFull ? 2 : 1); round++) {
            for (State state : isFull ? List.of(State.values()) : STATES_AT_A_GLANCE) {
                for (Way way : isFull ? WAYS : WAYS_AT_A_GLANCE) {
                    measure(bench, site, new Case(way, state, RATE, round));
                }
            }
            for (Way way : isFull ? WAYS : List.<Way>of()) {
                measure(bench, site, new Case(way, State.equal, 2 * RATE, round));
            }
        }
    }

    private record Case(Way way, State state, int rate, int round) {}

    private static void measure(Bench bench, Site site, Case one) {
        int port = site.instance(ILL).port();
        switch (one.state()) {
            case slow50 -> measure(bench, site, one, Detour.slow(port, Duration.ofMillis(50)));
            case slow2000 -> measure(bench, site, one, Detour.slow(port, Duration.ofSeconds(2)));
            case failing -> measure(bench, site, one, Detour.refusing(port));
            case equal, started -> measure(bench, site, one, Map.of(), () -> {});
            case stopped -> {
                measure(bench, site, one, Map.of(), () -> site.cluster().kill(ILL));
                site.cluster().restart(ILL);
            }
        }
    }

    private static void measure(Bench bench, Site site, Case one, Detour detour) {
        try (detour) {
            measure(bench, site, one, Map.of(ILL, detour.port()), () -> {});
        }
    }

    private static void measure(Bench bench, Site site, Case one, Map<String, Integer> detours, Runnable meanwhile) {
        site.cluster().balance(new Balancing(one.way().strategy(), one.way().weights()), detours);
        Pause.of(SEEN);
        boolean cold = one.state() == State.started;
        if (cold) {
            site.cluster().kill(ILL);
            site.cluster().restart(ILL);
        }
        Duration window = bench.pace().window();
        bench.measure(
                site,
                new Site.Plan(
                        Map.of(
                                "strategy", one.way().word(),
                                "state", one.state().name(),
                                "rps", String.valueOf(one.rate())),
                        one.round(),
                        Map.of(Site.REPORT, 0.9 * one.rate(), Site.UPDATE, 0.1 * one.rate()),
                        cold ? Duration.ZERO : bench.pace().warmUp().dividedBy(2),
                        window,
                        window,
                        meanwhile));
        site.cluster().restoreRoutes();
        site.settle();
    }
}
