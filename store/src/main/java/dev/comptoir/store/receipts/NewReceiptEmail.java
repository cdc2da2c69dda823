package dev.comptoir.store.receipts;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receipt to be sent.
 *
 * @param address of the customer, at most 254 characters; it is neither stored nor logged
 * @param language {@code fr} or {@code en}; the store's own when absent
 * @param original whether the original is wanted, which only the register of the sale can send, until its next sale
 */
public record NewReceiptEmail(
        String address, @Nullable String language, @Nullable Boolean original) {

    /** One address, as HTML defines it for forms, with a dot in the domain; it cannot contain another header. */
    static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private static final int ADDRESS_LIMIT = 254;

    /** @throws IllegalArgumentException when the address or the language is none */
    public NewReceiptEmail {
        if (address.length() > ADDRESS_LIMIT || !ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "one e-mail address of at most " + ADDRESS_LIMIT + " characters is expected");
        }
        if (language != null && !Words.LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("the language of a receipt is one of " + Words.LANGUAGES);
        }
    }
}
