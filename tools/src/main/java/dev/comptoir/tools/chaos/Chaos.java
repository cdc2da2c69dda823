package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Fault.Pace;
import dev.comptoir.tools.chaos.Ledger.Attempt;
import dev.comptoir.tools.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** People who work at a constant rate, faults meanwhile, and the audit afterwards. */
final class Chaos {
    private static final Duration CAPACITY = Duration.ofSeconds(8);
    private static final int CAPACITY_CLIENTS = 16;
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final int LEAST_RATE = 5;

    /** Between two faults, so that the second is not charged to the first: whoever asks last gets the answer within it. */
    private static final Duration APART = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final People people;
    private final Pace pace;
    private final int products;

    private Chaos(Cluster cluster, People people, Pace pace, int products) {
        this.cluster = cluster;
        this.people = people;
        this.pace = pace;
        this.products = products;
    }

    /** A fault, and when it was: what people saw meanwhile is in the ledger. */
    record Phase(Fault fault, Instant start, Instant end) {}

    /** @param findings empty when ledger and databases agree */
    record Result(int rate, List<Phase> phases, Ledger ledger, Books after, List<String> findings) {}

    /** Registers opened, shelves filled: once before any run on a cluster. */
    static Chaos on(Cluster cluster, String address, Pace pace) {
        int products = Books.read(cluster).prices().size();
        People people = People.at(address, cluster);
        people.prepare(products);
        Chaos chaos = new Chaos(cluster, people, pace, products);
        chaos.settle();
        return chaos;
    }

    /** Half of what the cluster does when 16 clients ask without a pause, per second, once it has warmed up. */
    int halfOfTheCapacity() {
        askWithoutPause();
        int half = askWithoutPause() / 2 / (int) CAPACITY.toSeconds();
        settle();
        return Math.max(LEAST_RATE, half);
    }

    private int askWithoutPause() {
        Traffic traffic = new Traffic(people, new Ledger(), products, highestPrice(Books.read(cluster)));
        AtomicInteger number = new AtomicInteger();
        Instant end = Instant.now().plus(CAPACITY);
        try (ExecutorService clients = Executors.newFixedThreadPool(CAPACITY_CLIENTS)) {
            for (int client = 0; client < CAPACITY_CLIENTS; client++) {
                clients.execute(() -> {
                    while (Instant.now().isBefore(end)) {
                        traffic.step(number.getAndIncrement(), Instant.now());
                    }
                });
            }
        }
        return number.get();
    }

    private static long highestPrice(Books books) {
        return books.prices().values().stream().mapToLong(Long::parseLong).max().orElse(0);
    }

    /** @param rate requests per second */
    Result run(List<Fault> faults, int rate) {
        Books before = Books.read(cluster);
        Ledger ledger = new Ledger();
        Traffic traffic = new Traffic(people, ledger, products, highestPrice(before));
        List<Phase> phases = new ArrayList<>();
        AtomicBoolean open = new AtomicBoolean(true);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService clock = Executors.newVirtualThreadPerTaskExecutor()) {
            clock.execute(() -> keepAsking(traffic, rate, open, workers));
            try {
                for (Fault fault : faults) {
                    phases.add(strike(fault));
                }
            } finally {
                open.set(false);
            }
        }
        List<String> findings = new ArrayList<>(settle());
        Books after = Books.read(cluster);
        findings.addAll(Audit.of(ledger, before, after, traffic.lastPrices()));
        findings.addAll(reconciliations());
        return new Result(rate, phases, ledger, after, findings);
    }

    /** An open loop: a slow answer delays no other request. */
    private static void keepAsking(Traffic traffic, int rate, AtomicBoolean open, ExecutorService workers) {
        Instant start = Instant.now();
        for (int number = 0; open.get(); number++) {
            Instant intended = start.plusNanos(1_000_000_000L / rate * number);
            int step = number;
            Pause.until(intended);
            workers.execute(() -> traffic.step(step, intended));
        }
    }

    private Phase strike(Fault fault) {
        System.out.println("  " + Instant.now() + " " + fault.description);
        Instant start = Instant.now();
        fault.strike(cluster, pace);
        Pause.of(pace.calm());
        Phase phase = new Phase(fault, start, Instant.now());
        Pause.of(APART);
        return phase;
    }

    /** Waits until every event has arrived; what did not, is told. */
    private List<String> settle() {
        Instant limit = Instant.now().plus(SETTLING);
        long[] owed = Books.owed(cluster);
        while (owed[0] > owed[1] && Instant.now().isBefore(limit)) {
            Pause.of(Duration.ofMillis(200));
            owed = Books.owed(cluster);
        }
        return owed[0] == 0 ? List.of() : List.of(owed[0] + " events did not arrive, " + owed[1] + " of them parked");
    }

    private List<String> reconciliations() {
        List<String> findings = new ArrayList<>();
        for (Http manager : List.of(people.registers().getFirst(), people.headOffice(), people.warehouseManager())) {
            Http.Reply reply = manager.get("/reconciliation");
            if (!reply.made() || !reply.json().path("ok").asBoolean()) {
                findings.add(
                        "the reconciliation at " + manager.base() + " says " + reply.status() + " " + reply.body());
            }
        }
        return findings;
    }

    /** The attempts of a phase that were no repetitions. */
    static List<Attempt> of(Phase phase, Ledger ledger) {
        return ledger.attempts().stream()
                .filter(Attempt::first)
                .filter(one -> !one.intended().isBefore(phase.start())
                        && one.intended().isBefore(phase.end()))
                .toList();
    }
}
