package dev.comptoir.store.receipts;

import dev.comptoir.contract.StoreProfile;
import dev.comptoir.store.checkout.Sale;
import dev.comptoir.store.registers.Till;
import java.time.ZoneId;
import java.util.List;

/**
 * What the receipt of a sale is made of.
 *
 * @param profile of the store when the sale was made
 * @param cashier the name that the receipt shows
 * @param isNewest whether its register has sold nothing since
 */
record Receipt(Sale sale, StoreProfile profile, ZoneId timeZone, String cashier, boolean isNewest) {

    /** The languages that the customer can choose from, the store's own first; at least one. */
    List<String> languages() {
        List<String> known =
                profile.languages().stream().filter(Words.LANGUAGES::contains).toList();
        return known.isEmpty() ? Words.LANGUAGES : known;
    }

    /**
     * Whether it is marked as a copy.
     *
     * @param till that asks for it
     * @param original whether it asks for the original
     */
    boolean isCopy(Till till, boolean original) {
        return !original || !isNewest || !sale.till().equals(till);
    }
}
