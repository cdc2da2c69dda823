package dev.comptoir.store.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.store.checkout.Taxes.Taxed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Each rate is charged on the sum of the amounts that bear it, rounded half up to the cent once. */
class TaxesTest {
    private static final TaxRate GST = new TaxRate("GST", 50_000);
    private static final TaxRate QST = new TaxRate("QST", 99_750);

    private static Taxed taxed(long cents, TaxRate... rates) {
        return new Taxed(Money.ofCents(cents), List.of(rates));
    }

    private static TaxAmount tax(TaxRate rate, long base, long amount) {
        return new TaxAmount(rate.name(), rate.perMillion(), Money.ofCents(base), Money.ofCents(amount));
    }

    @Property
    void aTaxIsTheShareOfTheSumRoundedHalfUp(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 10_000_000L) Long> cents,
            @ForAll @IntRange(min = 0, max = 1_000_000) int perMillion) {
        long base = cents.stream().mapToLong(Long::longValue).sum();
        long expected = BigDecimal.valueOf(base)
                .multiply(BigDecimal.valueOf(perMillion))
                .divide(BigDecimal.valueOf(1_000_000), 0, RoundingMode.HALF_UP)
                .longValueExact();
        TaxRate rate = new TaxRate("T", perMillion);
        assertThat(Taxes.on(cents.stream().map(amount -> taxed(amount, rate)).toList()))
                .containsExactly(tax(rate, base, expected));
    }

    @Test
    void halfACentIsRoundedUp() {
        assertThat(Taxes.on(List.of(taxed(10, GST)))).containsExactly(tax(GST, 10, 1));
        assertThat(Taxes.on(List.of(taxed(9, GST)))).containsExactly(tax(GST, 9, 0));
    }

    @Test
    void eachTaxHasTheBaseOfItsOwnLines() {
        List<Taxed> milkSodaAndBook = List.of(taxed(349), taxed(199, GST, QST), taxed(1_495, GST));
        assertThat(Taxes.on(milkSodaAndBook)).containsExactly(tax(GST, 1_694, 85), tax(QST, 199, 20));
    }

    @Test
    void twoRatesOfOneTaxAreChargedSeparately() {
        TaxRate food = new TaxRate("TVA", 55_000);
        TaxRate standard = new TaxRate("TVA", 200_000);
        assertThat(Taxes.on(List.of(taxed(1_000, standard), taxed(1_000, food))))
                .containsExactly(tax(food, 1_000, 55), tax(standard, 1_000, 200));
    }

    @Test
    void zeroRatedGoodsBearNoTax() {
        assertThat(Taxes.on(List.of(taxed(349), taxed(529)))).isEmpty();
    }
}
