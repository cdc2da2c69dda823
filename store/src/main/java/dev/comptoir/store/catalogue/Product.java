package dev.comptoir.store.catalogue;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.StockLevel;
import org.jspecify.annotations.Nullable;

/**
 * A product as a store sells it now.
 *
 * @param version the catalogue's version of its last change
 */
public record Product(
        long id,
        long version,
        String sku,
        @Nullable String barcode,
        String name,
        String description,
        String category,
        Money price,
        Stock stock) {

    /** How many units stand on the shelf of the caller's store. */
    public record Stock(int quantity, StockLevel level) {}
}
