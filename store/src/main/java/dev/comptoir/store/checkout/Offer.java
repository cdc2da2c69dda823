package dev.comptoir.store.checkout;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.store.registers.StoreProfiles;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an order, with current prices and stock.
 *
 * @param earlier the sale that was made with the same key
 * @param open whether the register's day is open
 * @param dayOpenedAt the moment when it was opened; absent for a register that never was
 * @param unknown ids that no product of the store has
 */
record Offer(
        long cartVersion,
        StoreProfiles profiles,
        @Nullable EarlierSale earlier,
        boolean open,
        @Nullable Instant dayOpenedAt,
        List<Line> lines,
        List<Long> unknown) {

    record EarlierSale(String number, byte[] fingerprint) {}

    /** Which change of a product an offer is based on. */
    record Version(long epoch, long number) {}

    /** @param price of one unit, in the catalogue */
    record Product(
            long id, Version version, String sku, String name, Money price, String taxClass, @Nullable Deposit deposit) {}

    /**
     * @param price of one unit: the product's price, or the price override of the cart's line
     * @param seenPrice the price that the customer was shown, if one was
     * @param left units on the shelf
     */
    record Line(
            Product product, int quantity, Money price, @Nullable Money seenPrice, int left) {

        /** As it is sold on a day, with the taxes of a store. */
        SaleLine sold(StoreProfile profile, LocalDate day) {
            Cart.Charge charge =
                    Cart.Charge.of(quantity, price, profile.rates(product.taxClass(), day), product.deposit());
            return new SaleLine(
                    product.id(),
                    product.sku(),
                    product.name(),
                    quantity,
                    price,
                    charge.amount(),
                    charge.taxes(),
                    charge.deposit(),
                    Money.ZERO,
                    price.equals(product.price()) ? null : product.price(),
                    null);
        }
    }
}
