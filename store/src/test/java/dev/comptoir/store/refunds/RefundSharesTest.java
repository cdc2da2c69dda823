package dev.comptoir.store.refunds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.store.checkout.Taxes;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The refunds of a sale, in whatever parts, add up to the sale. */
class RefundSharesTest {
    private static final List<TaxRate> RATES = List.of(new TaxRate("GST", 50_000), new TaxRate("QST", 99_750));

    @Property
    void theRefundsOfASaleAddUpToItsTaxes(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 0, max = 100_000) Long> parts) {
        Money subtotal = Money.ofCents(parts.stream().mapToLong(Long::longValue).sum());
        List<TaxAmount> taxes = Taxes.on(subtotal, RATES);
        List<TaxAmount> givenBack = new ArrayList<>();
        Money before = Money.ZERO;
        for (long part : parts) {
            givenBack.addAll(Refunds.sharesOf(taxes, subtotal, before, Money.ofCents(part)));
            before = before.plus(Money.ofCents(part));
        }
        assertThat(givenBack).noneMatch(tax -> tax.amount().isNegative());
        for (TaxAmount tax : taxes) {
            Money sum = givenBack.stream()
                    .filter(part -> part.name().equals(tax.name()))
                    .map(TaxAmount::amount)
                    .reduce(Money.ZERO, Money::plus);
            assertThat(sum).isEqualTo(tax.amount());
        }
    }
}
