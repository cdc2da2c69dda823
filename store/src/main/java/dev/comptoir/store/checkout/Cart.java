package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a register is about to sell, at current prices and taxes.
 *
 * @param version increments with every change
 * @param empties that the customer brings back, one entry per deposit
 * @param due the total less the empties; below zero when money is handed back
 * @param cashTotal what is due when all of it is paid in cash
 * @param cashIncrement the cents to a multiple of which the store rounds cash
 */
public record Cart(
        long version,
        List<Line> lines,
        List<Deposit> empties,
        @JsonUnwrapped Amounts amounts,
        Money due,
        Money cashTotal,
        int cashIncrement) {

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
            @JsonUnwrapped Charge charge,
            int left) {
        Taxes.Taxed taxed() {
            return new Taxes.Taxed(charge.amount(), charge.taxes());
        }
    }

    /**
     * The price of a line.
     *
     * @param unitPrice at which a unit is sold
     * @param listPrice the product's own price, when it is overridden
     * @param overriddenUnits those that are sold at {@code unitPrice}, less the discount; further ones are sold at
     *     {@code listPrice}
     * @param discount on those units together
     * @param previousUnitPrice the list price that was shown before, when it is another one now
     */
    public record Price(
            Money unitPrice,
            @Nullable Money listPrice,
            @Nullable Integer overriddenUnits,
            Money discount,
            @Nullable Money previousUnitPrice) {
        static Price of(Money listPrice, @Nullable PriceOverride override, int quantity, Money shown) {
            Money previous = shown.equals(listPrice) ? null : shown;
            return override == null
                    ? new Price(listPrice, null, null, Money.ZERO, previous)
                    : overridden(listPrice, override, override.covered(quantity), previous);
        }

        private static Price overridden(
                Money listPrice, PriceOverride override, int covered, @Nullable Money previous) {
            return new Price(override.unitPrice(), listPrice, covered, override.discountOn(covered), previous);
        }
    }

    /**
     * What a line adds to the amounts.
     *
     * @param taxes the rates that the line bears; none when it is zero-rated
     * @param deposit of all units; not a part of {@code amount}
     */
    public record Charge(Money amount, List<TaxRate> taxes, Money deposit) {
        static Charge of(int quantity, Money amount, List<TaxRate> taxes, @Nullable Deposit deposit) {
            return new Charge(
                    amount,
                    taxes,
                    deposit == null ? Money.ZERO : deposit.amount().times(quantity));
        }
    }

    /** On the line of a product, or on all lines. */
    Money discountOn(@Nullable Long product) {
        return Money.sum(lines.stream()
                .filter(line -> product == null || line.productId() == product)
                .map(line -> line.price().discount()));
    }

    /** Whether the list price of a product, or of any, is another one than was shown before. */
    boolean hasNewPrice(@Nullable Long product) {
        return lines.stream()
                .filter(line -> product == null || line.productId() == product)
                .anyMatch(line -> line.price().previousUnitPrice() != null);
    }

    /** The line of a product that is in the cart. */
    Line line(long product) {
        return lines.stream()
                .filter(line -> line.productId() == product)
                .findFirst()
                .orElseThrow();
    }

    boolean isEmpty() {
        return lines.isEmpty() && empties.isEmpty();
    }

    static Cart of(long version, List<Line> lines, List<Deposit> empties, CashRounding coins) {
        Amounts amounts = Amounts.of(
                Money.sum(lines.stream().map(line -> line.charge().amount())),
                Taxes.on(lines.stream().map(Line::taxed).toList()),
                Money.sum(lines.stream().map(line -> line.charge().deposit())));
        Money due = amounts.total().minus(Deposit.sum(empties));
        return new Cart(version, lines, empties, amounts, due, coins.round(due), coins.increment());
    }
}
