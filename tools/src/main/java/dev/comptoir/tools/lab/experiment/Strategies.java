package dev.comptoir.tools.lab.experiment;

import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.Strategy;
import dev.comptoir.tools.lab.measure.FaultProxy;
import dev.comptoir.tools.lab.measure.TestCluster;
import dev.comptoir.tools.load.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which strategy is best? Three instances of the head office, the first healthy or faulty; 500 requests per second, nine
 * reports for each price change.
 */
final class Strategies {
    private static final String FAULTY = "headoffice-1";
    private static final Map<String, Integer> LESS_FOR_THE_FAULTY =
            Map.of(FAULTY, 1, "headoffice-2", 3, "headoffice-3", 3);
    private static final int RATE = 500;

    /** After a change of its routes, until Traefik has checked every instance. */
    private static final Duration HEALTH_CHECKED = Duration.ofSeconds(2);

    private Strategies() {}

    /**
     * @param word for the data and the report
     * @param strategy Traefik's own
     */
    private record Choice(String word, Strategy strategy, Map<String, Integer> weights) {}

    private static final Choice WRR = new Choice("wrr", Strategy.wrr, Map.of());
    private static final Choice P2C = new Choice("p2c", Strategy.p2c, Map.of());
    private static final Choice LEAST_TIME = new Choice("leasttime", Strategy.leasttime, Map.of());
    private static final List<Choice> CHOICES = List.of(
            WRR,
            new Choice("weighted", Strategy.wrr, LESS_FOR_THE_FAULTY),
            P2C,
            LEAST_TIME,
            new Choice("hrw", Strategy.hrw, Map.of()));
    private static final List<Choice> QUICK_CHOICES = List.of(WRR, P2C, LEAST_TIME);

    /** The state of the first instance. */
    private enum State {
        equal,
        slow50,
        slow2000,
        stopped,
        failing,
        started
    }

    private static final List<State> QUICK_STATES = List.of(State.equal, State.slow2000, State.failing);

    static void run(LabRun lab) {
        TestCluster target = lab.testCluster("", Map.of("headoffice", 3), Map.of());
        boolean isFull = lab.pace().isFull();
        for (int repetition = 1; repetition <= (isFull ? 2 : 1); repetition++) {
            for (State state : isFull ? List.of(State.values()) : QUICK_STATES) {
                for (Choice choice : isFull ? CHOICES : QUICK_CHOICES) {
                    measure(lab, target, new Case(choice, state, RATE, repetition));
                }
            }
            for (Choice choice : isFull ? CHOICES : List.<Choice>of()) {
                measure(lab, target, new Case(choice, State.equal, 2 * RATE, repetition));
            }
        }
    }

    private record Case(Choice choice, State state, int rate, int repetition) {}

    private static void measure(LabRun lab, TestCluster target, Case one) {
        int port = target.instance(FAULTY).port();
        switch (one.state()) {
            case slow50 -> measure(lab, target, one, FaultProxy.slow(port, Duration.ofMillis(50)));
            case slow2000 -> measure(lab, target, one, FaultProxy.slow(port, Duration.ofSeconds(2)));
            case failing -> measure(lab, target, one, FaultProxy.refusing(port));
            case equal, started -> measure(lab, target, one, Map.of(), () -> {});
            case stopped -> {
                measure(lab, target, one, Map.of(), () -> target.cluster().kill(FAULTY));
                target.cluster().restart(FAULTY);
            }
        }
    }

    private static void measure(LabRun lab, TestCluster target, Case one, FaultProxy proxy) {
        try (proxy) {
            measure(lab, target, one, Map.of(FAULTY, proxy.port()), () -> {});
        }
    }

    private static void measure(
            LabRun lab, TestCluster target, Case one, Map<String, Integer> proxies, Runnable meanwhile) {
        target.cluster()
                .balance(new Balancing(one.choice().strategy(), one.choice().weights()), proxies);
        Pause.of(HEALTH_CHECKED);
        boolean cold = one.state() == State.started;
        if (cold) {
            target.cluster().kill(FAULTY);
            target.cluster().restart(FAULTY);
        }
        Duration window = lab.pace().window();
        lab.measure(
                target,
                new TestCluster.Plan(
                        Map.of(
                                "strategy", one.choice().word(),
                                "state", one.state().name(),
                                "rps", String.valueOf(one.rate())),
                        one.repetition(),
                        Map.of(TestCluster.REPORT, 0.9 * one.rate(), TestCluster.UPDATE, 0.1 * one.rate()),
                        cold ? Duration.ZERO : lab.pace().warmUp().dividedBy(2),
                        window,
                        window,
                        meanwhile));
        target.cluster().restoreRoutes();
        target.settle();
    }
}
