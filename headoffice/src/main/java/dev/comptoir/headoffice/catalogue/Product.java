package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Thresholds;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A product of the chain.
 *
 * @param version the catalogue's version of its last change
 * @param storeThresholds by store code, where a store differs from {@code thresholds}
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
        Thresholds thresholds,
        Map<String, Thresholds> storeThresholds) {

    /** As the other services are told of it. */
    public ProductChanged changed(Instant changedAt) {
        return new ProductChanged(
                id, version, sku, barcode, name, description, category, price, thresholds, storeThresholds, changedAt);
    }
}
