package dev.comptoir.logistics.warehouse;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.sql.Transaction;

/** The products of the chain, replicated from the head office. */
public final class Products {

    /** Stores a newer version of a product; a new product gets a central stock of zero. */
    public void apply(Transaction transaction, ProductChanged changed) {
        String barcode = changed.barcode() == null ? "" : changed.barcode();
        transaction
                .update("""
                        WITH changed AS (
                            INSERT INTO product AS known (id, version, sku, barcode, name, category, search)
                            VALUES (:productId, :version, :sku, :barcode, :name, :category, :search)
                            ON CONFLICT (id) DO UPDATE
                            SET version = excluded.version, sku = excluded.sku, barcode = excluded.barcode,
                                name = excluded.name, category = excluded.category, search = excluded.search
                            WHERE known.version < excluded.version
                            RETURNING id)
                        INSERT INTO central_stock (product_id) SELECT id FROM changed ON CONFLICT DO NOTHING
                        """)
                .bindMethods(changed)
                .bind("search", SearchText.of(changed.name() + " " + changed.sku() + " " + barcode))
                .execute();
    }
}
