package dev.comptoir.logistics.forecast;

import dev.comptoir.contract.Event.StoreStockKnown;
import dev.comptoir.platform.sql.Transaction;

/** The stock and the recent sales of each store and product, replicated from the head office. */
public final class StoreStocks {
    /** Stores the figures, unless newer ones have arrived. */
    public void apply(Transaction transaction, StoreStockKnown known) {
        transaction.update("""
                        INSERT INTO store_stock AS known (store_code, product_id, quantity, sold_in_14_days, as_of)
                        VALUES (:store, :productId, :quantity, :soldIn14Days, :asOf)
                        ON CONFLICT (store_code, product_id) DO UPDATE
                        SET quantity = excluded.quantity, sold_in_14_days = excluded.sold_in_14_days, as_of = excluded.as_of
                        WHERE known.as_of < excluded.as_of
                        """).bindMethods(known).execute();
    }
}
