package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a register is about to sell, at the prices of now.
 *
 * @param version grows with every change
 */
public record Cart(long version, List<Line> lines, Money subtotal, List<TaxAmount> taxes, Money total) {

    /**
     * A product in the cart.
     *
     * @param unitPrice what a unit will be sold at
     * @param listPrice the product's own price, when a manager gave the line another one
     * @param previousUnitPrice the price that was shown last, when it is another one now
     * @param left how many units stand on the shelf, those in the cart included
     */
    public record Line(
            long productId,
            String sku,
            String name,
            int quantity,
            Money unitPrice,
            @Nullable Money listPrice,
            @Nullable Money previousUnitPrice,
            Money amount,
            int left) {}
}
