package dev.comptoir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Amounts are whole cents; sums are exact. */
class MoneyTest {
    private static final long HALF = Money.LIMIT / 2;

    @Property
    void addingAndSubtractingAnAmountChangesNothing(
            @ForAll @LongRange(min = -HALF, max = HALF) long first,
            @ForAll @LongRange(min = -HALF, max = HALF) long second) {
        Money sum = Money.ofCents(first).plus(Money.ofCents(second));
        assertThat(sum.minus(Money.ofCents(second))).isEqualTo(Money.ofCents(first));
        assertThat(sum).isEqualTo(Money.ofCents(second).plus(Money.ofCents(first)));
    }

    @Property
    void theTextIsInDollarsAndCents(@ForAll @LongRange(min = -HALF, max = HALF) long cents) {
        assertThat(new java.math.BigDecimal(Money.ofCents(cents).toString())
                        .movePointRight(2)
                        .longValueExact())
                .isEqualTo(cents);
    }

    @Property
    void multiplyingIsRepeatedAddition(
            @ForAll @LongRange(min = -100_000, max = 100_000) long cents,
            @ForAll @LongRange(min = 0, max = 50) long times) {
        Money sum = Money.ZERO;
        for (long time = 0; time < times; time++) {
            sum = sum.plus(Money.ofCents(cents));
        }
        assertThat(Money.ofCents(cents).times((int) times)).isEqualTo(sum);
    }

    @Test
    void amountsBeyondTheLimitAreRefused() {
        assertThatThrownBy(() -> Money.ofCents(Money.LIMIT + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Money.ofCents(Money.LIMIT).plus(Money.ofCents(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
