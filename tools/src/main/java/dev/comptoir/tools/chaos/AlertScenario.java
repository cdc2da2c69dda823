package dev.comptoir.tools.chaos;

import dev.comptoir.tools.client.ApiClient;
import java.util.List;
import java.util.function.Consumer;

/**
 * A real fault.
 *
 * @param alerts the names of those that it must fire
 */
record AlertScenario(
        String description, List<String> alerts, Consumer<DrillCluster> inject, Consumer<DrillCluster> repair) {
    /** More than the 512 writes that an instance serves at once. */
    private static final int CLIENTS = 700;

    private static final AlertScenario DAMAGED_STOCK = new AlertScenario(
            "a stock level is changed by SQL, then the service reconciles",
            List.of("ReconciliationDifferences"),
            cluster -> changeShelf(cluster, "+"),
            cluster -> changeShelf(cluster, "-"));

    private static final AlertScenario DAMAGED_EVENT = new AlertScenario(
            "an event is damaged on its way",
            List.of("DeadLetters"),
            cluster -> cluster.execute("store", """
                    INSERT INTO outbox_log (destination, type, payload)
                    VALUES ('headoffice', 'SaleRecorded', '{"number": "damaged"}')"""),
            cluster -> cluster.execute("headoffice", "DELETE FROM dead_letter"));

    private static final AlertScenario LOCKED_TABLE = new AlertScenario(
            "a transaction locks the table of carts while many clients change theirs",
            List.of(
                    "ConnectionPoolSaturated",
                    "ConnectionPoolTimeouts",
                    "RequestsRejected",
                    "LatencyBudgetFastBurn",
                    "LatencyBudgetSlowBurn",
                    "AvailabilityBudgetFastBurn",
                    "AvailabilityBudgetSlowBurn"),
            AlertScenario::lockCarts,
            cluster -> {
                cluster.stopClients();
                cluster.unlock();
            });

    private static final AlertScenario FULL_HEAP = new AlertScenario(
            "cached responses nearly fill the heap of an instance",
            List.of("HeapNearlyFull"),
            cluster -> cluster.fillHeap("headoffice-2", 0.93),
            cluster -> {});

    private static final AlertScenario STORE_DOWN = new AlertScenario(
            "both instances of a service are killed",
            List.of("ServiceDown", "InstanceDown", "OutboxDelayed", "HeartbeatMissing"),
            cluster -> DrillCluster.STORES.forEach(cluster.cluster()::kill),
            cluster -> DrillCluster.STORES.forEach(cluster.cluster()::restart));

    /** The faults of a list are injected together, because their alerts take minutes. */
    static final List<List<AlertScenario>> ALL = List.of(
            List.of(DAMAGED_STOCK), List.of(DAMAGED_EVENT), List.of(LOCKED_TABLE), List.of(FULL_HEAP, STORE_DOWN));

    private static void changeShelf(DrillCluster cluster, String sign) {
        cluster.execute(
                "store",
                "UPDATE shelf SET quantity = quantity %s 1 WHERE store_code = 'S1' AND product_id = 1".formatted(sign));
        cluster.reconcile();
    }

    /** Only writes may use all connections of the pool. */
    private static void lockCarts(DrillCluster cluster) {
        cluster.lock("store", "cart_line");
        ApiClient direct = cluster.direct("store-1", cluster.sessions().register(0));
        cluster.startClients(CLIENTS, client -> direct.delete("/cart"));
    }
}
