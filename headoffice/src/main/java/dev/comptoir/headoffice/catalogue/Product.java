package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.ProductChanged;
import java.time.Instant;

/**
 * A product of the chain.
 *
 * @param version the catalogue version of its last change
 */
public record Product(long id, long version, @JsonUnwrapped ProductDetails details) {

    /** The event that replicates this product to the other services; its epoch is set when it is published. */
    ProductChanged changed(Instant changedAt) {
        return new ProductChanged(
                id,
                version,
                details.sku(),
                details.barcode(),
                details.name(),
                details.description(),
                details.category(),
                details.pricing().price(),
                details.thresholds(),
                details.storeThresholds(),
                changedAt,
                details.pricing().taxClass(),
                details.pricing().deposit(),
                0);
    }
}
