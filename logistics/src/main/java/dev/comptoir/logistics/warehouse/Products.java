package dev.comptoir.logistics.warehouse;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.sql.Transaction;

/** The warehouse's copy of the catalogue. */
public final class Products {

    /** Takes a newer version of a product; a new product begins with an empty place in the warehouse. */
    public void apply(Transaction transaction, ProductChanged changed) {
        String barcode = changed.barcode();
        transaction
                .sql()
                .createUpdate("""
                        WITH known AS (
                            INSERT INTO product AS p (id, version, sku, barcode, name, category, search)
                            VALUES (:id, :version, :sku, :barcode, :name, :category, :search)
                            ON CONFLICT (id) DO UPDATE
                            SET version = excluded.version, sku = excluded.sku, barcode = excluded.barcode,
                                name = excluded.name, category = excluded.category, search = excluded.search
                            WHERE p.version < excluded.version
                            RETURNING id)
                        INSERT INTO central_stock (product_id) SELECT id FROM known ON CONFLICT DO NOTHING
                        """)
                .bind("id", changed.productId())
                .bind("version", changed.version())
                .bind("sku", changed.sku())
                .bind("barcode", barcode)
                .bind("name", changed.name())
                .bind("category", changed.category())
                .bind(
                        "search",
                        SearchText.of(changed.name() + " " + changed.sku() + " " + (barcode == null ? "" : barcode)))
                .execute();
    }
}
