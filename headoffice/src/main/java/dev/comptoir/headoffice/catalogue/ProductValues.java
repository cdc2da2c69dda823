package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Thresholds;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the values of a product may be; absent ones are not looked at. */
final class ProductValues {
    private static final Pattern SKU = Pattern.compile("[A-Z0-9-]{1,20}");
    private static final Pattern BARCODE = Pattern.compile("[0-9]{8,14}");
    private static final Pattern STORE = Pattern.compile("[A-Z][A-Z0-9]{0,7}");
    private static final int NAME_LIMIT = 120;
    private static final int CATEGORY_LIMIT = 60;
    private static final int DESCRIPTION_LIMIT = 2_000;
    private static final int STORES_LIMIT = 1_000;

    /** One hundred thousand dollars: a price beyond it is a slip of the finger. */
    private static final Money PRICE_LIMIT = Money.ofCents(10_000_000);

    private ProductValues() {}

    static void checkSku(String sku) {
        require(SKU.matcher(sku).matches(), "a SKU has 1 to 20 capitals, digits and '-'");
    }

    static void checkBarcode(@Nullable String barcode) {
        require(barcode == null || BARCODE.matcher(barcode).matches(), "a barcode has 8 to 14 digits");
    }

    static void check(
            @Nullable String name,
            @Nullable String description,
            @Nullable String category,
            @Nullable Money price,
            @Nullable Map<String, Thresholds> storeThresholds) {
        require(name == null || fits(name, NAME_LIMIT), "a name has 1 to " + NAME_LIMIT + " characters");
        require(
                category == null || fits(category, CATEGORY_LIMIT),
                "a category has 1 to " + CATEGORY_LIMIT + " characters");
        require(
                description == null || description.length() <= DESCRIPTION_LIMIT,
                "a description has at most " + DESCRIPTION_LIMIT + " characters");
        require(
                price == null || (!price.isNegative() && price.compareTo(PRICE_LIMIT) <= 0),
                "a price lies between 0 and " + PRICE_LIMIT.cents() + " cents");
        require(
                storeThresholds == null
                        || (storeThresholds.size() <= STORES_LIMIT
                                && storeThresholds.keySet().stream()
                                        .allMatch(store -> STORE.matcher(store).matches())),
                "storeThresholds are given by store code");
    }

    private static boolean fits(String text, int limit) {
        return !text.isBlank() && text.length() <= limit;
    }

    private static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(expectation);
        }
    }
}
