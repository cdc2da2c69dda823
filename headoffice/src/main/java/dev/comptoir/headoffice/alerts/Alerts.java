package dev.comptoir.headoffice.alerts;

import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
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

    public void apply(Transaction transaction, StockLevelCrossed crossing) {
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
