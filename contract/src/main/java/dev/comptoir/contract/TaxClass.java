package dev.comptoir.contract;

import java.util.regex.Pattern;

/** How products are taxed alike: a code, for which each store's taxes have their rates. */
public final class TaxClass {
    /** The class of products from before there were classes: they bear all taxes of a store. */
    public static final String STANDARD = "standard";

    /** A lower-case letter, then at most 29 lower-case letters, digits or hyphens. */
    public static final String CODE = "[a-z][a-z0-9-]{0,29}";

    private static final Pattern PATTERN = Pattern.compile(CODE);

    private TaxClass() {}

    /** @throws IllegalArgumentException when the text is not the code of a tax class */
    public static void requireCode(String code) {
        if (!PATTERN.matcher(code).matches()) {
            throw new IllegalArgumentException("a tax class has a code that matches " + CODE);
        }
    }
}
