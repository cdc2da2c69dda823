package dev.comptoir.logistics.forecast;

import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;

/** Keeps what the stores have. */
public final class StoreStocks {
    /** The newest state counts, in whatever order they come. */
    public void apply(Transaction transaction, StoreStockKnown known) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO store_stock AS known (store_code, product_id, quantity, sold_in_14_days, as_of)
                        VALUES (:store, :product, :quantity, :sold, :asOf)
                        ON CONFLICT (store_code, product_id) DO UPDATE
                        SET quantity = excluded.quantity, sold_in_14_days = excluded.sold_in_14_days, as_of = excluded.as_of
                        WHERE known.as_of < excluded.as_of
                        """)
                .bind("store", known.store())
                .bind("product", known.productId())
                .bind("quantity", known.quantity())
                .bind("sold", known.soldIn14Days())
                .bind("asOf", Timestamp.from(known.asOf()))
                .execute();
    }
}
