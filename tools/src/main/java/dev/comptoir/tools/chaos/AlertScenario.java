package dev.comptoir.tools.chaos;

import dev.comptoir.tools.client.ApiClient;
import java.util.List;

/** A real fault and the alerts that it must fire. */
enum AlertScenario {
    DAMAGED_STOCK("a stock level is changed by SQL, then the service reconciles", "ReconciliationDifferences") {
        @Override
        void inject(DrillCluster cluster) {
            cluster.execute("store", CHANGE_SHELF.formatted("+"));
            cluster.reconcile();
        }

        @Override
        void repair(DrillCluster cluster) {
            cluster.execute("store", CHANGE_SHELF.formatted("-"));
            cluster.reconcile();
        }
    },
    DAMAGED_EVENT("an event is damaged on its way", "OutboxDeadLetters") {
        @Override
        void inject(DrillCluster cluster) {
            cluster.execute("store", """
                    INSERT INTO outbox_event (destination, type, payload)
                    VALUES ('headoffice', 'SaleRecorded', '{"number": "damaged"}')""");
        }

        @Override
        void repair(DrillCluster cluster) {
            cluster.execute("store", "DELETE FROM outbox_event WHERE parked_at IS NOT NULL");
        }
    },
    LOCKED_TABLE(
            "a transaction locks the table of sales while many clients read it",
            "ConnectionPoolSaturated ConnectionPoolTimeouts RequestsRejected LatencyBudgetFastBurn LatencyBudgetSlowBurn"
                    + " AvailabilityBudgetFastBurn AvailabilityBudgetSlowBurn") {
        @Override
        void inject(DrillCluster cluster) {
            cluster.lock("store", "sale");
            ApiClient direct = cluster.direct("store-1", cluster.sessions().register(0));
            cluster.startClients(CLIENTS, client -> direct.get("/sales?query=" + client));
        }

        @Override
        void repair(DrillCluster cluster) {
            cluster.stopClients();
            cluster.unlock();
        }
    },
    FULL_HEAP("cached responses nearly fill the heap of an instance", "HeapNearlyFull") {
        @Override
        void inject(DrillCluster cluster) {
            cluster.fillHeap("headoffice-2", 0.93);
        }
    },
    STORE_DOWN("both instances of a service are killed", "ServiceDown InstanceDown OutboxDelayed HeartbeatMissing") {
        @Override
        void inject(DrillCluster cluster) {
            STORES.forEach(cluster.cluster()::kill);
        }

        @Override
        void repair(DrillCluster cluster) {
            STORES.forEach(cluster.cluster()::restart);
        }
    };

    private static final String CHANGE_SHELF =
            "UPDATE shelf SET quantity = quantity %s 1 WHERE store_code = 'S1' AND product_id = 1";
    private static final List<String> STORES = List.of("store-1", "store-2");

    /** More than the 512 requests that an instance serves at once. */
    private static final int CLIENTS = 700;

    final String description;
    private final String alerts;

    AlertScenario(String description, String alerts) {
        this.description = description;
        this.alerts = alerts;
    }

    /** The names of the alerts. */
    List<String> alerts() {
        return List.of(alerts.split(" ", -1));
    }

    abstract void inject(DrillCluster cluster);

    void repair(DrillCluster cluster) {}
}
