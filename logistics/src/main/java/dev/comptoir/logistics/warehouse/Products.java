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
                            INSERT INTO product AS known (id, epoch, version, sku, barcode, name, category, search)
                            VALUES (:productId, :epoch, :version, :sku, :barcode, :name, :category, :search)
                            ON CONFLICT (id) DO UPDATE
                            SET epoch = excluded.epoch, version = excluded.version, withdrawn = false,
                                sku = excluded.sku, barcode = excluded.barcode, name = excluded.name,
                                category = excluded.category, search = excluded.search
                            WHERE (known.epoch, known.version) < (excluded.epoch, excluded.version)
                            RETURNING id)
                        INSERT INTO central_stock (product_id) SELECT id FROM changed ON CONFLICT DO NOTHING
                        """)
                .bindMethods(changed)
                .bind("search", SearchText.of(changed.name() + " " + changed.sku() + " " + barcode))
                .execute();
    }

    /** Withdraws the products that an introduction did not contain: they do not exist at the head office. */
    public void withdrawBefore(Transaction transaction, long epoch) {
        transaction
                .update("UPDATE product SET withdrawn = true WHERE epoch < :epoch AND NOT withdrawn")
                .bind("epoch", epoch)
                .execute();
    }
}
