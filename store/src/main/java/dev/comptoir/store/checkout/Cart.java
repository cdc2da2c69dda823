package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a register is about to sell, at current prices.
 *
 * @param version increments with every change
 */
public record Cart(
        long version, List<Line> lines, @JsonUnwrapped Amounts amounts) {

    /**
     * A product in the cart.
     *
     * @param left units on the shelf, those in the cart included
     */
    public record Line(
            long productId,
            String sku,
            String name,
            int quantity,
            @JsonUnwrapped Price price,
            Money amount,
            int left) {}

    /**
     * The price of a line.
     *
     * @param unitPrice at which a unit is sold
     * @param listPrice the product's own price, when it is overridden
     * @param previousUnitPrice the price that was shown before, when it is another one now
     */
    public record Price(
            Money unitPrice,
            @Nullable Money listPrice,
            @Nullable Money previousUnitPrice) {
        static Price of(Money listPrice, @Nullable Money override, Money shown) {
            return override == null
                    ? new Price(listPrice, null, shown.equals(listPrice) ? null : shown)
                    : new Price(override, listPrice, null);
        }
    }
}
