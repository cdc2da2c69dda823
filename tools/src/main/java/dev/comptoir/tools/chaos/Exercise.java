package dev.comptoir.tools.chaos;

import java.util.List;

/** A real fault, and the alerts that it must fire. */
enum Exercise {
    DAMAGED_BOOKS(
            "a stock level is changed behind the books' back, then the books are reconciled",
            "ReconciliationDifferences") {
        @Override
        void strike(Scene scene) {
            scene.execute("store", SHELF.formatted("+"));
            scene.reconcile();
        }

        @Override
        void cure(Scene scene) {
            scene.execute("store", SHELF.formatted("-"));
            scene.reconcile();
        }
    },
    DAMAGED_EVENT("an event is damaged on its way", "OutboxDeadLetters") {
        @Override
        void strike(Scene scene) {
            scene.execute("store", """
                    INSERT INTO outbox_event (destination, type, payload)
                    VALUES ('headoffice', 'SaleRecorded', '{"number": "damaged"}')""");
        }

        @Override
        void cure(Scene scene) {
            scene.execute("store", "DELETE FROM outbox_event WHERE parked_at IS NOT NULL");
        }
    },
    LOCKED_TABLE(
            "a forgotten session locks the table of sales while a crowd asks for them",
            "ConnectionPoolSaturated ConnectionPoolTimeouts RequestsRejected LatencyBudgetFastBurn LatencyBudgetSlowBurn"
                    + " AvailabilityBudgetFastBurn AvailabilityBudgetSlowBurn") {
        @Override
        void strike(Scene scene) {
            scene.lock("store", "sale");
            Http direct = scene.direct("store-1", scene.people().registers().getFirst());
            scene.crowd(CROWD, person -> direct.get("/sales?query=" + person));
        }

        @Override
        void cure(Scene scene) {
            scene.disperse();
            scene.unlock();
        }
    },
    FULL_HEAP("the answers that an instance may keep nearly fill its heap", "HeapNearlyFull") {
        @Override
        void strike(Scene scene) {
            scene.fillHeap("headoffice-2", 0.93);
        }
    },
    STORE_GONE("both instances of a service are killed", "ServiceDown InstanceDown OutboxDelayed HeartbeatMissing") {
        @Override
        void strike(Scene scene) {
            STORES.forEach(scene.cluster()::kill);
        }

        @Override
        void cure(Scene scene) {
            STORES.forEach(scene.cluster()::restart);
        }
    };

    private static final String SHELF =
            "UPDATE shelf SET quantity = quantity %s 1 WHERE store_code = 'S1' AND product_id = 1";
    private static final List<String> STORES = List.of("store-1", "store-2");

    /** More than the 512 requests that an instance works on at once. */
    private static final int CROWD = 700;

    final String description;
    private final String alerts;

    Exercise(String description, String alerts) {
        this.description = description;
        this.alerts = alerts;
    }

    /** The names of the alerts. */
    List<String> alerts() {
        return List.of(alerts.split(" ", -1));
    }

    abstract void strike(Scene scene);

    void cure(Scene scene) {}
}
