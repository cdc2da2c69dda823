package dev.comptoir.store.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StockLevel;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * A product as a store sells it now.
 *
 * @param version the catalogue version of its last change
 */
public record Product(
        long id,
        long version,
        @Nested @JsonUnwrapped Details details,
        @Nested Stock stock) {

    public record Details(
            String sku, @Nullable String barcode, String name, String description, String category, Money price) {}

    /** Units on the shelf of the caller's store. */
    public record Stock(int quantity, StockLevel level) {}
}
