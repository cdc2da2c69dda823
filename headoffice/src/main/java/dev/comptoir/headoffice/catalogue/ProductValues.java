package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.contract.Thresholds;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The allowed values of a product; an absent value is allowed. */
final class ProductValues {
    private static final Pattern SKU = Pattern.compile("[A-Z0-9-]{1,20}");

    /** A register that reads the number of a sale opens that sale, so no SKU has this form. */
    private static final Pattern SALE_NUMBER = Pattern.compile("[A-Z][A-Z0-9]{0,7}-[0-9]{1,4}-[0-9]{6,12}");

    private static final Pattern BARCODE = Pattern.compile("[0-9]{8,14}");
    private static final Pattern STORE = Pattern.compile("[A-Z][A-Z0-9]{0,7}");
    private static final int NAME_LIMIT = 120;
    private static final int CATEGORY_LIMIT = 60;
    private static final int DESCRIPTION_LIMIT = 2_000;
    private static final int STORES_LIMIT = 1_000;

    /** 100,000 dollars: a higher price is a typing error. */
    private static final Money PRICE_LIMIT = Money.ofCents(10_000_000);

    private ProductValues() {}

    static void checkSku(String sku) {
        require(SKU.matcher(sku).matches(), "a SKU has 1 to 20 capitals, digits and '-'");
        require(!SALE_NUMBER.matcher(sku).matches(), "a SKU does not look like the number of a sale: S1-2-000042");
    }

    static void checkBarcode(@Nullable String barcode) {
        require(barcode == null || BARCODE.matcher(barcode).matches(), "a barcode has 8 to 14 digits");
    }

    static void checkName(@Nullable String name) {
        require(fits(name, NAME_LIMIT), "a name has 1 to " + NAME_LIMIT + " characters");
    }

    static void checkCategory(@Nullable String category) {
        require(fits(category, CATEGORY_LIMIT), "a category has 1 to " + CATEGORY_LIMIT + " characters");
    }

    private static boolean fits(@Nullable String text, int limit) {
        return text == null || (!text.isBlank() && text.length() <= limit);
    }

    static void checkDescription(@Nullable String description) {
        require(
                description == null || description.length() <= DESCRIPTION_LIMIT,
                "a description has at most " + DESCRIPTION_LIMIT + " characters");
    }

    static void checkPrice(@Nullable Money price) {
        require(
                price == null || (!price.isNegative() && price.compareTo(PRICE_LIMIT) <= 0),
                "a price lies between 0 and " + PRICE_LIMIT.cents() + " cents");
    }

    static void checkTaxClass(@Nullable String taxClass) {
        if (taxClass != null) {
            TaxClass.requireCode(taxClass);
        }
    }

    static void checkStoreThresholds(@Nullable Map<String, Thresholds> storeThresholds) {
        require(
                storeThresholds == null
                        || (storeThresholds.size() <= STORES_LIMIT
                                && storeThresholds.keySet().stream()
                                        .allMatch(store -> STORE.matcher(store).matches())),
                "storeThresholds are given by store code");
    }

    private static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(expectation);
        }
    }
}
