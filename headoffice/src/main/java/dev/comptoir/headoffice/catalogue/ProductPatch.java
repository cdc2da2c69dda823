package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Thresholds;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change about a product; what is absent stays.
 *
 * @param barcode empty to remove it
 */
public record ProductPatch(
        @Nullable String barcode,
        @Nullable String name,
        @Nullable String description,
        @Nullable String category,
        @JsonUnwrapped PricingPatch pricing,
        @Nullable Thresholds thresholds,
        @Nullable Map<String, Thresholds> storeThresholds) {
    public ProductPatch {
        ProductValues.checkBarcode(barcode == null || barcode.isEmpty() ? null : barcode);
        ProductValues.checkName(name);
        ProductValues.checkDescription(description);
        ProductValues.checkCategory(category);
        ProductValues.checkStoreThresholds(storeThresholds);
    }

    ProductDetails applyTo(ProductDetails before) {
        return new ProductDetails(
                before.sku(),
                barcode == null ? before.barcode() : barcode.isEmpty() ? null : barcode,
                name == null ? before.name() : name.strip(),
                description == null ? before.description() : description.strip(),
                category == null ? before.category() : category.strip(),
                pricing.applyTo(before.pricing()),
                thresholds == null ? before.thresholds() : thresholds,
                storeThresholds == null ? before.storeThresholds() : storeThresholds);
    }
}
