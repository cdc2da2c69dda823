package dev.comptoir.store.checkout;

import dev.comptoir.contract.Quantity;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A product to put into the cart, named in exactly one way.
 *
 * @param quantity 1 when absent; added to the units that are already in the cart
 */
public record NewCartLine(
        @Nullable Long productId,
        @Nullable String sku,
        @Nullable String barcode,
        @Nullable Quantity quantity) {
    public NewCartLine {
        if (Stream.of(productId, sku, barcode).filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException("exactly one of productId, sku and barcode names the product");
        }
    }

    int units() {
        return quantity == null ? 1 : quantity.units();
    }
}
