package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxRate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an order, with current prices and stock.
 *
 * @param saleSequence of the register's last sale
 * @param earlier the sale that was made with the same key
 * @param open whether the register's day is open
 * @param unknown ids that no product of the store has
 */
record Offer(
        long cartVersion,
        long saleSequence,
        List<TaxRate> taxes,
        ZoneId timeZone,
        @Nullable EarlierSale earlier,
        boolean open,
        List<Line> lines,
        List<Long> unknown) {

    record EarlierSale(String number, byte[] fingerprint) {}

    /** Which change of a product an offer is based on. */
    record Version(long epoch, long number) {}

    /**
     * @param seenPrice the price that the customer was shown, if one was
     * @param version of the product
     * @param price of one unit: the product's price, or the price override of the cart's line
     * @param left units on the shelf
     */
    record Line(
            long productId,
            int quantity,
            @Nullable Money seenPrice,
            Version version,
            String sku,
            String name,
            Money price,
            int left) {
        SaleLine sold() {
            return new SaleLine(productId, sku, name, quantity, price, price.times(quantity));
        }
    }
}
