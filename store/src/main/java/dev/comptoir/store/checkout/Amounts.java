package dev.comptoir.store.checkout;

import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.platform.json.Json;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.result.RowView;

/**
 * The amounts of a cart, a sale or a refund: {@code subtotal + taxes + deposits = total}.
 *
 * @param subtotal of the lines, without taxes and deposits
 */
public record Amounts(Money subtotal, List<TaxAmount> taxes, Money deposits, Money total) {
    public static Amounts of(Money subtotal, List<TaxAmount> taxes, Money deposits) {
        Money tax = Money.sum(taxes.stream().map(TaxAmount::amount));
        return new Amounts(subtotal, taxes, deposits, subtotal.plus(tax).plus(deposits));
    }

    static Amounts of(List<SaleLine> lines) {
        return of(
                Money.sum(lines.stream().map(SaleLine::amount)),
                Taxes.on(lines.stream()
                        .map(line -> new Taxes.Taxed(line.amount(), Objects.requireNonNull(line.taxes())))
                        .toList()),
                Money.sum(lines.stream().map(SaleLine::deposit)));
    }

    /** As stored in the columns of the same names. */
    public static Amounts read(RowView row) {
        return new Amounts(
                row.getColumn("subtotal", Money.class),
                List.of(Json.read(row.getColumn("taxes", String.class), TaxAmount[].class)),
                row.getColumn("deposits", Money.class),
                row.getColumn("total", Money.class));
    }
}
