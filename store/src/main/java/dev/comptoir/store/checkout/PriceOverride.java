package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import org.jspecify.annotations.Nullable;

/**
 * Another price for some units of a product in a cart, as it was approved. Further units are sold at the list price.
 *
 * @param units that it covers
 * @param reason absent where an earlier version stored it
 */
record PriceOverride(Money unitPrice, int units, @Nullable String reason) {

    /** From the columns of a cart's line; absent where its price is not overridden. An earlier version stored no units. */
    static @Nullable PriceOverride of(
            @Nullable Long cents, @Nullable Integer units, @Nullable String reason, int quantity) {
        return cents == null ? null : new PriceOverride(Money.ofCents(cents), units == null ? quantity : units, reason);
    }

    /** How many units of a line it covers. */
    int covered(int quantity) {
        return Math.min(quantity, units);
    }

    /** For all units of a line. */
    Money amount(int quantity, Money listPrice) {
        int covered = covered(quantity);
        return unitPrice.times(covered).plus(listPrice.times(quantity - covered));
    }
}
