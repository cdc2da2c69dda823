package dev.comptoir.lab.experiment;

import dev.comptoir.cluster.Strategy;
import dev.comptoir.lab.bench.Detour;
import dev.comptoir.lab.bench.Pause;
import dev.comptoir.lab.bench.Site;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    private static final List<Way> WAYS = List.of(
            new Way("wrr", Strategy.wrr, Map.of()),
            new Way("weighted", Strategy.wrr, LESS_FOR_THE_ILL),
            new Way("p2c", Strategy.p2c, Map.of()),
            new Way("leasttime", Strategy.leasttime, Map.of()),
            new Way("hrw", Strategy.hrw, Map.of()));

    /** What is wrong with the first instance. */
    private enum State {
        equal,
        slow50,
        slow2000,
        stopped,
        failing,
        started
    }

    private static final List<State> AT_A_GLANCE = List.of(State.equal, State.slow50, State.failing, State.stopped);

    static void run(Bench bench) {
        Site site = bench.site("", Map.of("headoffice", 3), Map.of());
        Probe.warmUp(bench, site);
        boolean isFull = bench.pace().isFull();
        for (int round = 1; round <= (isFull ? 2 : 1); round++) {
            for (State state : isFull ? List.of(State.values()) : AT_A_GLANCE) {
                for (Way way : WAYS) {
                    measure(bench, site, way, state, RATE, round);
                }
            }
            for (Way way : isFull ? WAYS : List.<Way>of()) {
                measure(bench, site, way, State.equal, 2 * RATE, round);
            }
        }
    }

    private static void measure(Bench bench, Site site, Way way, State state, int rate, int round) {
        int port = site.instance(ILL).port();
        Function<Detour, Map<String, Integer>> detours = one -> Map.of(ILL, one.port());
        switch (state) {
            case equal -> measure(bench, site, way, state, rate, round, Map.of(), () -> {});
            case slow50 -> {
                try (Detour slow = Detour.slow(port, Duration.ofMillis(50))) {
                    measure(bench, site, way, state, rate, round, detours.apply(slow), () -> {});
                }
            }
            case slow2000 -> {
                try (Detour slow = Detour.slow(port, Duration.ofSeconds(2))) {
                    measure(bench, site, way, state, rate, round, detours.apply(slow), () -> {});
                }
            }
            case failing -> {
                try (Detour refusing = Detour.refusing(port)) {
                    measure(bench, site, way, state, rate, round, detours.apply(refusing), () -> {});
                }
            }
            case stopped -> {
                measure(
                        bench,
                        site,
                        way,
                        state,
                        rate,
                        round,
                        Map.of(),
                        () -> site.cluster().kill(ILL));
                site.cluster().restart(ILL);
            }
            case started -> measure(bench, site, way, state, rate, round, null, () -> {});
        }
    }

    /** @param detours nothing where the instance is started anew, just before */
    private static void measure(
            Bench bench,
            Site site,
            Way way,
            State state,
            int rate,
            int round,
            @Nullable Map<String, Integer> detours,
            Runnable meanwhile) {
        site.cluster().balance(way.strategy(), way.weights(), detours == null ? Map.of() : detours);
        Pause.of(SEEN);
        if (detours == null) {
            site.cluster().kill(ILL);
            site.cluster().restart(ILL);
        }
        Duration window = bench.pace().window();
        bench.measure(
                site,
                new Site.Plan(
                        Map.of("strategy", way.word(), "state", state.name(), "rps", String.valueOf(rate)),
                        round,
                        Map.of(Site.REPORT, 0.9 * rate, Site.UPDATE, 0.1 * rate),
                        detours == null ? Duration.ZERO : bench.pace().warmUp().dividedBy(2),
                        window,
                        window,
                        meanwhile));
        site.cluster().mend();
        site.settle();
    }
}
