package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;

/**
 * Cash is paid in multiples of a coin.
 *
 * @param increment the smallest coin in cents; 1 does not round
 */
public record CashRounding(int increment) {

    /** The nearest multiple; the lower one when both are equally near. */
    public Money round(Money amount) {
        long over = Math.floorMod(amount.cents(), increment);
        long down = amount.cents() - over;
        return Money.ofCents(2 * over > increment ? down + increment : down);
    }

    /** Whether coins and notes make up this amount. */
    public boolean isPayable(Money amount) {
        return amount.cents() % increment == 0;
    }
}
