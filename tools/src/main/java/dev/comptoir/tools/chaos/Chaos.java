package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Fault.Timing;
import dev.comptoir.tools.chaos.Ledger.Attempt;
import dev.comptoir.tools.chaos.Snapshot.Rows;
import dev.comptoir.tools.chaos.Snapshot.Undelivered;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults under a constant load, and the audit afterwards. */
final class Chaos {
    private static final int SATURATION_USERS = 16;
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(3);
    private static final int MIN_RATE = 5;

    /** More than any run takes; the last fault ends the load. */
    private static final Duration LONGEST_RUN = Duration.ofHours(2);

    /** Between two faults, so that a request that meets the first does not count for the second. */
    private static final Duration GAP = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final Sessions sessions;
    private final Timing timing;
    private final int products;

    private Chaos(Cluster cluster, Sessions sessions, Timing timing, int products) {
        this.cluster = cluster;
        this.sessions = sessions;
        this.timing = timing;
        this.products = products;
    }

    /** The time of a fault. */
    record Phase(Fault fault, Instant start, Instant end) {
        /** Of this time. */
        List<Attempt> attempts(Ledger ledger) {
            return ledger.attempts().stream()
                    .filter(one ->
                            !one.intended().isBefore(start) && one.intended().isBefore(end))
                    .toList();
        }
    }

    /** @param findings of the audit; empty if ledger and databases agree */
    record Result(int rate, List<Phase> phases, Ledger ledger, List<String> findings) {}

    /** Logs in, opens registers and fills shelves. */
    static Chaos on(Cluster cluster, String address, Timing timing) {
        int products = Snapshot.of(cluster).get(Rows.PRICES).size();
        Sessions sessions = Sessions.logIn(address, cluster);
        sessions.prepare(products);
        Chaos chaos = new Chaos(cluster, sessions, timing, products);
        chaos.awaitDelivery();
        return chaos;
    }

    /** Half of the requests per second that the cluster serves to 16 users who never pause, after a warm-up. */
    int halfOfTheCapacity() {
        saturate();
        int half = saturate() / 2 / (int) timing.saturation().toSeconds();
        awaitDelivery();
        return Math.max(MIN_RATE, half);
    }

    private int saturate() {
        Workload workload = workload(new Ledger(), Snapshot.of(cluster));
        AtomicInteger completed = new AtomicInteger();
        Arrivals arrivals = Arrivals.constant("chaos", 1, arrival -> {
            workload.run(arrival);
            completed.incrementAndGet();
        });
        new Generator(new Generator.Plan(List.of(arrivals), Duration.ZERO, timing.saturation()))
                .saturate(SATURATION_USERS);
        return completed.get();
    }

    private ChaosWorkload workload(Ledger ledger, Snapshot before) {
        long highest = before.get(Rows.PRICES).values().stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        return new ChaosWorkload(sessions, ledger, products, highest);
    }

    /** @param rate requests per second */
    Result run(List<Fault> faults, int rate) {
        Snapshot before = Snapshot.of(cluster);
        Ledger ledger = new Ledger();
        ChaosWorkload workload = workload(ledger, before);
        List<Phase> phases = inject(faults, Arrivals.constant("chaos", rate, workload));
        List<String> findings = new ArrayList<>(awaitDelivery());
        findings.addAll(Audit.of(ledger, before, Snapshot.of(cluster), workload.lastPrices()));
        findings.addAll(reconciliations());
        return new Result(rate, phases, ledger, findings);
    }

    private List<Phase> inject(List<Fault> faults, Arrivals load) {
        Generator generator = new Generator(new Generator.Plan(List.of(load), Duration.ZERO, LONGEST_RUN));
        List<Phase> phases = new ArrayList<>();
        generator.run(() -> {
            faults.forEach(fault -> phases.add(inject(fault)));
            generator.stop();
        });
        return phases;
    }

    private Phase inject(Fault fault) {
        System.out.println("  " + Instant.now() + " " + fault.description);
        Instant start = Instant.now();
        fault.inject(cluster, timing);
        Pause.of(timing.recovery());
        Phase phase = new Phase(fault, start, Instant.now());
        Pause.of(GAP);
        return phase;
    }

    /** Waits until every event is delivered, and describes what is not. */
    private List<String> awaitDelivery() {
        Instant limit = Instant.now().plus(DELIVERY_LIMIT);
        Undelivered left = Undelivered.of(cluster);
        while (left.events() > 0 && Instant.now().isBefore(limit)) {
            Pause.of(Duration.ofMillis(200));
            left = Undelivered.of(cluster);
        }
        return left.events() + left.deadLetters() == 0
                ? List.of()
                : List.of("%d events were not delivered, %d are dead letters"
                        .formatted(left.events(), left.deadLetters()));
    }

    private List<String> reconciliations() {
        return ReconciliationDifference.all(sessions).stream()
                .map(ReconciliationDifference::text)
                .toList();
    }
}
