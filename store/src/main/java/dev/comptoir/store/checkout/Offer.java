package dev.comptoir.store.checkout;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.store.registers.StoreProfiles;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an order, with current prices and stock.
 *
 * @param saleSequence of the register's last sale
 * @param earlier the sale that was made with the same key
 * @param empties of the cart; none for an order with lines of its own
 * @param unknown ids that no product of the store has
 */
record Offer(
        long cartVersion,
        long saleSequence,
        StoreProfiles profiles,
        @Nullable EarlierSale earlier,
        RegisterDay day,
        List<Line> lines,
        List<Deposit> empties,
        List<Long> unknown) {

    /**
     * The last day of the register that was opened.
     *
     * @param openedAt absent for a register that never was
     */
    record RegisterDay(boolean open, @Nullable Instant openedAt) {}

    /** The product of a line that is sold. */
    Product product(long id) {
        return lines.stream()
                .map(Line::product)
                .filter(product -> product.id() == id)
                .findFirst()
                .orElseThrow();
    }

    record EarlierSale(String number, byte[] fingerprint) {}

    /** Which change of a product an offer is based on. */
    record Version(long epoch, long number) {}

    /** @param price of one unit, in the catalogue */
    record Product(
            long id,
            Version version,
            String sku,
            String name,
            Money price,
            String taxClass,
            @Nullable Deposit deposit) {}

    /**
     * @param seenPrice the list price that the customer was shown, if one was
     * @param left units on the shelf
     */
    record Line(
            Product product,
            int quantity,
            @Nullable PriceOverride override,
            @Nullable Money seenPrice,
            int left) {

        /** Whether the customer was shown another list price, of which an override or a discount takes something off. */
        boolean isPriceChanged() {
            return seenPrice != null && !seenPrice.equals(product.price());
        }

        /** In cents; it may be beyond the limit of {@link Money}. */
        long cents() {
            int overridden = override == null ? 0 : override.covered(quantity);
            long rest = product.price().cents() * (quantity - overridden);
            return override == null
                    ? rest
                    : rest
                            + override.unitPrice().cents() * overridden
                            - override.discountOn(overridden).cents();
        }

        /** As it is sold on a day, with the taxes of a store: units at another price are a line of their own. */
        Stream<SaleLine> sold(StoreProfile profile, LocalDate day) {
            List<TaxRate> taxes = profile.rates(product.taxClass(), day);
            int overridden = override == null ? 0 : override.covered(quantity);
            Stream<SaleLine> atListPrice =
                    overridden == quantity ? Stream.of() : Stream.of(line(quantity - overridden, taxes, null));
            return override == null
                    ? atListPrice
                    : Stream.concat(Stream.of(line(overridden, taxes, override)), atListPrice);
        }

        private SaleLine line(int units, List<TaxRate> taxes, @Nullable PriceOverride at) {
            Money unitPrice = at == null ? product.price() : at.unitPrice();
            Money amount = at == null ? unitPrice.times(units) : at.amount(units);
            Cart.Charge charge = Cart.Charge.of(units, amount, taxes, product.deposit());
            return new SaleLine(
                    product.id(),
                    product.sku(),
                    product.name(),
                    units,
                    unitPrice,
                    charge.amount(),
                    charge.taxes(),
                    charge.deposit(),
                    at == null ? Money.ZERO : at.discountOn(units),
                    unitPrice.equals(product.price()) ? null : product.price(),
                    at == null ? null : at.reason());
        }
    }
}
