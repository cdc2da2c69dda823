package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import java.util.List;

/** What lines come to: {@code subtotal + taxes = total}. */
public record Amounts(Money subtotal, List<TaxAmount> taxes, Money total) {
    public static Amounts of(Money subtotal, List<TaxAmount> taxes) {
        return new Amounts(
                subtotal, taxes, subtotal.plus(Money.sum(taxes.stream().map(TaxAmount::amount))));
    }

    static Amounts taxed(Money subtotal, List<TaxRate> rates) {
        return of(subtotal, Taxes.on(subtotal, rates));
    }
}
