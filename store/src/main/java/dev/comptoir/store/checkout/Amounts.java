package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.json.Json;
import java.util.List;
import org.jdbi.v3.core.result.RowView;

/** The amounts of a cart or a sale: {@code subtotal + taxes = total}. */
public record Amounts(Money subtotal, List<TaxAmount> taxes, Money total) {
    public static Amounts of(Money subtotal, List<TaxAmount> taxes) {
        return new Amounts(
                subtotal, taxes, subtotal.plus(Money.sum(taxes.stream().map(TaxAmount::amount))));
    }

    static Amounts taxed(Money subtotal, List<TaxRate> rates) {
        return of(subtotal, Taxes.on(subtotal, rates));
    }

    /** As stored in the columns of the same names. */
    public static Amounts read(RowView row) {
        return new Amounts(
                row.getColumn("subtotal", Money.class),
                List.of(Json.read(row.getColumn("taxes", String.class), TaxAmount[].class)),
                row.getColumn("total", Money.class));
    }
}
