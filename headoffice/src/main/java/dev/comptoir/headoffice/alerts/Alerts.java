package dev.comptoir.headoffice.alerts;

import dev.comptoir.contract.Event.StockLevelCrossed;
import dev.comptoir.contract.StockLevel;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import java.sql.Timestamp;
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
        transaction
                .sql()
                .createUpdate("""
                        UPDATE alert SET closed_at = :at
                        WHERE store_code = :store AND product_id = :product AND closed_at IS NULL
                        """)
                .bind("at", Timestamp.from(crossing.crossedAt()))
                .bind("store", crossing.store())
                .bind("product", crossing.productId())
                .execute();
        if (crossing.to() != StockLevel.NORMAL) {
            open(transaction, crossing);
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

    private static void open(Transaction transaction, StockLevelCrossed crossing) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO alert (store_code, product_id, level, quantity, opened_at)
                        VALUES (:store, :product, :level, :quantity, :at)
                        """)
                .bind("store", crossing.store())
                .bind("product", crossing.productId())
                .bind("level", crossing.to().word())
                .bind("quantity", crossing.quantity())
                .bind("at", Timestamp.from(crossing.crossedAt()))
                .execute();
    }
}
