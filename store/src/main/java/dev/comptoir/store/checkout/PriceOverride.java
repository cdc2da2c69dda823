package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What was approved for some units of a product in a cart: another price, or a discount. Further units are sold at the list
 * price.
 *
 * @param unitPrice of each unit that it covers
 * @param units that it covers
 * @param discount on all of them together
 * @param reason absent where an earlier version stored it
 */
record PriceOverride(
        Money unitPrice,
        int units,
        Money discount,
        @Nullable String reason) {

    /**
     * The column {@code forced_price} of a cart's line {@code c}, whose product is {@code p}: a discount is taken off the list
     * price, so the price under it moves when the list price does; one that a manager set stays. A price that differs from the
     * one that was shown was set by an earlier version, which leaves the discount in the row.
     */
    static final String FORCED_PRICE = """
            CASE WHEN c.forced_discount IS NOT NULL AND c.forced_price = c.seen_price THEN p.price ELSE c.forced_price END\
            """;

    /**
     * From the columns of a cart's line; absent where nothing was approved. An earlier version stored neither the units, which
     * are all, nor a discount; its price may have replaced a higher one that had a discount.
     */
    static @Nullable PriceOverride read(ResultSet row, int quantity) throws SQLException {
        Long price = row.getObject("forced_price", Long.class);
        if (price == null) {
            return null;
        }
        Integer stored = row.getObject("forced_units", Integer.class);
        int units = stored == null ? quantity : stored;
        long discount = Math.min(row.getLong("forced_discount"), price * units);
        return new PriceOverride(Money.ofCents(price), units, Money.ofCents(discount), row.getString("price_reason"));
    }

    /** How many units of a line it covers. */
    int covered(int quantity) {
        return Math.min(quantity, units);
    }

    /** The discount on the covered units of a line: a share when it has fewer units than were approved. */
    Money discountOn(int covered) {
        return Taxes.share(discount, covered, units);
    }

    /** For the covered units. */
    Money amount(int covered) {
        return unitPrice.times(covered).minus(discountOn(covered));
    }

    /** For all units of a line. */
    Money amount(int quantity, Money listPrice) {
        int covered = covered(quantity);
        return amount(covered).plus(listPrice.times(quantity - covered));
    }
}
