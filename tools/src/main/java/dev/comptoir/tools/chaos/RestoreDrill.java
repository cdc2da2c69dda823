package dev.comptoir.tools.chaos;

import dev.comptoir.tools.chaos.Ledger.Kind;
import dev.comptoir.tools.chaos.LostEntries.Verdict;
import dev.comptoir.tools.chaos.Snapshot.Rows;
import dev.comptoir.tools.chaos.Snapshot.Undelivered;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.Pause;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.postgres.ArchivedServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loses one service's database under load, restores it to an earlier second, and measures what is missing and for how long. The
 * other services keep running; the restored one's instances are down meanwhile, as docs/operations.md has it.
 */
final class RestoreDrill {
    /** The first ones are sold. */
    static final int PRODUCTS = 20;

    private static final int REQUESTS_PER_SECOND = 20;
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(10);
    private static final Duration SERVING_LIMIT = Duration.ofMinutes(4);
    private static final Duration AGREEMENT_LIMIT = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Sessions sessions;
    private final Restorable restored;
    private final Timing timing;
    private final Ledger ledger = new Ledger();

    private RestoreDrill(Cluster cluster, Sessions sessions, Restorable restored, Timing timing) {
        this.cluster = cluster;
        this.sessions = sessions;
        this.restored = restored;
        this.timing = timing;
    }

    /**
     * How long the load runs.
     *
     * @param kept between the base backup and the second to which is restored
     * @param lost from that second to the loss of the database
     * @param after the first served request
     */
    record Timing(Duration kept, Duration lost, Duration after) {
        static final Timing FULL = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(5));
    }

    /** @param server of the service's database */
    record Restorable(String service, ArchivedServer server) {
        /** What the service writes, and what it holds of others. */
        Set<Rows> rows() {
            return switch (service) {
                case "store" -> Set.of(Rows.SALE_KEYS, Rows.REFUNDS, Rows.ORDERS);
                case "headoffice" ->
                    Set.of(Rows.SALES_AT_HEAD_OFFICE, Rows.REFUNDS_AT_HEAD_OFFICE, Rows.PRODUCT_VERSIONS);
                default -> Set.of(Rows.ORDERS_AT_LOGISTICS, Rows.SHIPMENTS);
            };
        }
    }

    /** Moments of one restore. */
    record Moments(Instant target, Instant archived, Instant lost, Instant open, Instant served) {}

    /**
     * @param atLoss the service's rows when its database was lost
     * @param atStart the same after the restore, before the service started
     * @param atEnd the same in the end
     */
    record Held(Snapshot atLoss, Snapshot atStart, Snapshot atEnd) {
        /** What the restore did not bring back. */
        Map<String, String> missing(Rows rows) {
            Map<String, String> missing = new HashMap<>(atLoss.get(rows));
            missing.entrySet().removeAll(atStart.get(rows).entrySet());
            return missing;
        }
    }

    /**
     * Where the databases differ in the end and did not before.
     *
     * @param named to people, because they must differ: what a restored store has lost
     * @param unexplained all others; empty if the databases agree
     */
    record Result(
            String service, Moments moments, Instant agreed, Held held, List<String> named, List<String> unexplained) {}

    static Result run(Cluster cluster, Sessions sessions, Restorable restored, Timing timing) {
        return new RestoreDrill(cluster, sessions, restored, timing).run();
    }

    private Result run() {
        List<String> before = differences();
        Set<String> lostBefore = LostEntries.of(Snapshot.of(cluster)).names();
        Map<String, String> prices = Snapshot.of(cluster, Set.of(Rows.PRICES)).get(Rows.PRICES);
        long highest = prices.values().stream().mapToLong(Long::parseLong).max().orElse(0);
        ChaosWorkload workload = new ChaosWorkload(sessions, ledger, PRODUCTS, highest);
        Arrivals arrivals = Arrivals.constant("drill", REQUESTS_PER_SECOND, workload);
        Generator load = new Generator(new Generator.Plan(List.of(arrivals), Duration.ZERO, LONGEST_LOAD));
        List<Moments> moments = new ArrayList<>();
        List<Snapshot> snapshots = new ArrayList<>();
        load.run(() -> {
            moments.add(loseAndRestore(snapshots));
            Pause.of(timing.after());
            load.stop();
        });
        Pause.until(() -> before.containsAll(differences()), AGREEMENT_LIMIT, INTERVAL);
        Instant agreed = Instant.now();
        Held held = new Held(snapshots.get(0), snapshots.get(1), Snapshot.of(cluster, restored.rows()));
        Verdict verdict = LostEntries.of(Snapshot.of(cluster)).judge(ReconciliationDifference.all(sessions));
        List<String> named = new ArrayList<>(verdict.named());
        named.removeAll(lostBefore);
        List<String> unexplained = new ArrayList<>(differences());
        unexplained.removeAll(before);
        unexplained.addAll(verdict.unexplained());
        return new Result(restored.service(), moments.getFirst(), agreed, held, named, unexplained);
    }

    private Moments loseAndRestore(List<Snapshot> snapshots) {
        restored.server().backUp();
        Pause.of(timing.kept());
        Instant target = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Pause.of(timing.lost());
        snapshots.add(Snapshot.of(cluster, restored.rows()));
        Instant archived = restored.server().lastArchived();
        Instant lost = Instant.now();
        restored.server().lose();
        List<ClusterProcess> instances = cluster.state().instances(restored.service());
        instances.forEach(instance -> cluster.kill(instance.name()));
        restored.server().restore(target);
        Instant open = Instant.now();
        snapshots.add(Snapshot.of(cluster, restored.rows()));
        instances.forEach(instance -> cluster.restart(instance.name()));
        if (!Pause.until(serves(), SERVING_LIMIT, INTERVAL)) {
            throw new IllegalStateException(restored.service() + " does not serve after its restore");
        }
        return new Moments(target, archived, lost, open, Instant.now());
    }

    /** Whether the restored service accepts a write. */
    private BooleanSupplier serves() {
        return switch (restored.service()) {
            case "store" ->
                () -> sessions.register(0)
                        .post("/sales", StoreSetup.sale(100_000, 1))
                        .isSuccess();
            case "headoffice" -> this::changesPrice;
            default ->
                () -> sessions.warehouse()
                        .post("/stock/1/receipts", Map.of("quantity", 1))
                        .isSuccess();
        };
    }

    private boolean changesPrice() {
        Response product = sessions.headOffice().get("/products/1");
        long price = product.json().path("price").asLong();
        return product.isSuccess()
                && sessions.headOffice()
                        .patch("/products/1", product.etag(), Map.of("price", price + 1))
                        .isSuccess();
    }

    /** What is not delivered, what differs between the databases, and acknowledged sales that none of them has. */
    private List<String> differences() {
        Undelivered left = Undelivered.of(cluster);
        Snapshot all = Snapshot.of(cluster);
        List<String> findings = new ArrayList<>();
        if (left.events() + left.deadLetters() > 0) {
            findings.add(
                    "%d events are not delivered, %d are dead letters".formatted(left.events(), left.deadLetters()));
        }
        missingEverywhere(all)
                .forEach(sale -> findings.add("sale " + sale + " was acknowledged and is in no database"));
        findings.addAll(Audit.differingCopies(all));
        return findings;
    }

    private List<String> missingEverywhere(Snapshot all) {
        Set<String> stored = Stream.of(Rows.SALES, Rows.SALES_AT_HEAD_OFFICE, Rows.LOST_SALES)
                .flatMap(rows -> all.get(rows).entrySet().stream())
                .map(sale -> sale.getKey().replaceFirst("[.].*", "") + " of " + sale.getValue())
                .collect(Collectors.toSet());
        return ledger.acknowledged(Kind.SALE).values().stream()
                .map(sale -> sale.path("number").asString() + " of "
                        + sale.path("total").asString())
                .filter(sale -> !stored.contains(sale))
                .toList();
    }
}
