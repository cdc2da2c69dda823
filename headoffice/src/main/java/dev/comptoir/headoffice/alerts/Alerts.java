package dev.comptoir.headoffice.alerts;

import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import java.time.Duration;
import java.util.Map;

/** Opens and closes alerts as shelves cross their thresholds. */
public final class Alerts {
    public static final DatabaseGauge GAUGE = DatabaseGauge.single(
            "comptoir.stock.alerts.open",
            "Stock alerts that are not closed",
            "SELECT count(*) FROM alert WHERE closed_at IS NULL");

    private final Activities activities;

    public Alerts(Activities activities) {
        this.activities = activities;
    }

    /**
     * Clocks of a store's instances differ by less than this: an earlier crossing that continues from the present level is
     * the next one.
     */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    /** Applies a crossing, unless a newer one of the same shelf has been applied. */
    public void apply(Transaction transaction, StockLevelCrossed crossing) {
        if (isNewest(transaction, crossing)) {
            open(transaction, crossing);
        }
    }

    private static boolean isNewest(Transaction transaction, StockLevelCrossed crossing) {
        return transaction
                        .update("""
                                INSERT INTO stock_crossing AS known (store_code, product_id, level, crossed_at)
                                VALUES (:store, :productId, :to, :crossedAt)
                                ON CONFLICT (store_code, product_id) DO UPDATE
                                SET level = excluded.level, crossed_at = greatest(known.crossed_at, excluded.crossed_at)
                                WHERE known.crossed_at < excluded.crossed_at
                                   OR (known.level = :from AND known.crossed_at < cast(:tolerated AS timestamptz))
                                """)
                        .bindMethods(crossing)
                        .bind("tolerated", crossing.crossedAt().plus(CLOCK_TOLERANCE))
                        .execute()
                > 0;
    }

    private void open(Transaction transaction, StockLevelCrossed crossing) {
        transaction.update("""
                        UPDATE alert SET closed_at = :crossedAt
                        WHERE store_code = :store AND product_id = :productId AND closed_at IS NULL
                        """).bindMethods(crossing).execute();
        if (crossing.to() != StockLevel.NORMAL) {
            transaction.update("""
                            INSERT INTO alert (store_code, product_id, level, quantity, opened_at)
                            VALUES (:store, :productId, :to, :quantity, :crossedAt)
                            """).bindMethods(crossing).execute();
        }
        activities.add(
                transaction,
                "alert",
                Map.of(
                        "store", crossing.store(),
                        "productId", crossing.productId(),
                        "level", crossing.to(),
                        "quantity", crossing.quantity(),
                        "crossedAt", crossing.crossedAt()));
    }
}
