package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.SearchText;
import dev.comptoir.contract.Thresholds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a product that a manager decides.
 *
 * @param storeThresholds by store code, where a store differs from {@code thresholds}
 */
public record ProductDetails(
        String sku,
        @Nullable String barcode,
        String name,
        String description,
        String category,
        @JsonUnwrapped Pricing pricing,
        Thresholds thresholds,
        Map<String, Thresholds> storeThresholds) {

    /** The text that searches match: name, SKU and barcode. */
    String searchText() {
        return SearchText.of(name + " " + sku + " " + (barcode == null ? "" : barcode));
    }

    /** The fields in which {@code after} differs, each with its value before and after. */
    Map<String, Object> differences(ProductDetails after) {
        Map<String, Object> changes = new LinkedHashMap<>();
        compare(changes, "name", name, after.name);
        compare(changes, "price", pricing.price(), after.pricing.price());
        compare(changes, "taxClass", pricing.taxClass(), after.pricing.taxClass());
        compare(changes, "deposit", pricing.deposit(), after.pricing.deposit());
        compare(changes, "description", description, after.description);
        compare(changes, "category", category, after.category);
        compare(changes, "barcode", barcode, after.barcode);
        compare(changes, "thresholds", thresholds, after.thresholds);
        compare(changes, "storeThresholds", storeThresholds, after.storeThresholds);
        return changes;
    }

    private static void compare(
            Map<String, Object> changes, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            Map<String, @Nullable Object> change = new LinkedHashMap<>();
            change.put("before", before);
            change.put("after", after);
            changes.put(field, change);
        }
    }
}
