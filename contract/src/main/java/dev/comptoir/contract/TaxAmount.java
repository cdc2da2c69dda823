package dev.comptoir.contract;

import org.jspecify.annotations.Nullable;

/**
 * One tax of a sale as charged; it is stored and never recomputed.
 *
 * @param name the name of the rate
 * @param perMillion the rate at the time of the sale, in millionths
 * @param base the amount that the tax was charged on; absent in the form without tax classes, in which it is the subtotal
 * @param amount of the tax
 */
public record TaxAmount(
        String name, int perMillion, @Nullable Money base, Money amount) {

    /** The amount that the tax was charged on, in a sale with this subtotal. */
    public Money baseIn(Money subtotal) {
        return base == null ? subtotal : base;
    }

    /** The sum of two amounts of one rate. */
    public TaxAmount plus(TaxAmount other) {
        return new TaxAmount(
                name,
                perMillion,
                base == null || other.base == null ? null : base.plus(other.base),
                amount.plus(other.amount));
    }

    public TaxAmount negated() {
        return new TaxAmount(name, perMillion, base == null ? null : Money.ZERO.minus(base), Money.ZERO.minus(amount));
    }
}
