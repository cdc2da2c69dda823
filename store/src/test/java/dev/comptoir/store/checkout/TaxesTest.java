package dev.comptoir.store.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Each tax is a share of the subtotal, rounded half up to the cent. */
class TaxesTest {
    @Property
    void aTaxIsTheShareRoundedHalfUp(
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long cents,
            @ForAll @IntRange(min = 0, max = 1_000_000) int perMillion) {
        long expected = BigDecimal.valueOf(cents)
                .multiply(BigDecimal.valueOf(perMillion))
                .divide(BigDecimal.valueOf(1_000_000), 0, RoundingMode.HALF_UP)
                .longValueExact();
        List<TaxAmount> taxes = Taxes.on(Money.ofCents(cents), List.of(new TaxRate("T", perMillion)));
        assertThat(taxes.getFirst().amount()).isEqualTo(Money.ofCents(expected));
    }

    @Test
    void halfACentIsRoundedUp() {
        assertThat(Taxes.on(Money.ofCents(10), List.of(new TaxRate("GST", 50_000)))
                        .getFirst()
                        .amount())
                .isEqualTo(Money.ofCents(1));
        assertThat(Taxes.on(Money.ofCents(9), List.of(new TaxRate("GST", 50_000)))
                        .getFirst()
                        .amount())
                .isEqualTo(Money.ofCents(0));
    }
}
