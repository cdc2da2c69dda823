package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A discount on a line of a cart or on all of them.
 *
 * @param percent 1 to 100; absent for an amount
 * @param amount above zero; absent for a percentage
 * @param reason 1 to 200 characters
 */
public record Discount(@Nullable Integer percent, @Nullable Money amount, String reason) {
    private static final int REASON_LIMIT = 200;

    /** @throws IllegalArgumentException when a part is out of range, or not exactly one of percentage and amount is given */
    public Discount {
        if ((percent == null) == (amount == null)) {
            throw new IllegalArgumentException("a discount is a percentage or an amount");
        }
        if (percent != null && (percent < 1 || percent > 100)) {
            throw new IllegalArgumentException("a percentage lies between 1 and 100");
        }
        if (amount != null && amount.cents() <= 0) {
            throw new IllegalArgumentException("a discount is above zero");
        }
        if (reason.isBlank() || reason.length() > REASON_LIMIT) {
            throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
        }
    }

    /** On a sum, rounded half up. */
    Money of(Money sum) {
        return percent == null ? Objects.requireNonNull(amount) : Taxes.share(sum, percent, 100);
    }

    /** Shares of a discount in proportion to the amounts of lines, to the cent. None exceeds its amount. */
    static List<Money> spread(Money discount, List<Money> amounts) {
        long sum = Math.max(1, Money.sum(amounts.stream()).cents());
        List<Money> shares = new ArrayList<>();
        Money until = Money.ZERO;
        Money given = Money.ZERO;
        for (Money amount : amounts) {
            until = until.plus(amount);
            Money share = Taxes.share(discount, until.cents(), sum).minus(given);
            shares.add(share);
            given = given.plus(share);
        }
        return shares;
    }
}
