package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Thresholds;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A product to add.
 *
 * @param sku 1 to 20 capitals, digits and '-'
 * @param barcode 8 to 14 digits
 * @param pricing a price of 0 to 10,000,000 cents, a known tax class, and possibly a deposit
 * @param thresholds low under 5 and over above 100 when absent
 */
public record NewProduct(
        String sku,
        @Nullable String barcode,
        String name,
        @Nullable String description,
        String category,
        @JsonUnwrapped Pricing pricing,
        @Nullable Thresholds thresholds,
        @Nullable Map<String, Thresholds> storeThresholds) {
    public NewProduct {
        ProductValues.checkSku(sku);
        ProductValues.checkBarcode(barcode);
        ProductValues.checkName(name);
        ProductValues.checkDescription(description);
        ProductValues.checkCategory(category);
        ProductValues.checkPrice(pricing.price());
        ProductValues.checkTaxClass(pricing.taxClass());
        ProductValues.checkStoreThresholds(storeThresholds);
    }

    ProductDetails details() {
        return new ProductDetails(
                sku,
                barcode,
                name.strip(),
                description == null ? "" : description.strip(),
                category.strip(),
                pricing,
                thresholds == null ? Thresholds.DEFAULT : thresholds,
                storeThresholds == null ? Map.of() : storeThresholds);
    }
}
