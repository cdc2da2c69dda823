package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.stream.Stream;

/**
 * An amount of the chain's currency in whole cents; its JSON is that integer.
 *
 * @param cents from -{@value #LIMIT} to {@value #LIMIT}
 */
public record Money(@JsonValue long cents) implements Comparable<Money> {
    /** Ten trillion dollars: more than any chain's revenue, exact in JavaScript, and far from overflow. */
    public static final long LIMIT = 1_000_000_000_000_000L;

    public static final Money ZERO = new Money(0);

    /** @throws IllegalArgumentException when the amount exceeds the limit */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Money {
        if (cents < -LIMIT || cents > LIMIT) {
            throw new IllegalArgumentException("an amount lies between -" + LIMIT + " and " + LIMIT + " cents");
        }
    }

    public static Money ofCents(long cents) {
        return new Money(cents);
    }

    /** @throws IllegalArgumentException when the sum is beyond the limit */
    public static Money sum(Stream<Money> amounts) {
        return amounts.reduce(ZERO, Money::plus);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(cents, other.cents));
    }

    /** @throws IllegalArgumentException when the product exceeds the limit */
    public Money times(int factor) {
        return new Money(Math.multiplyExact(cents, (long) factor));
    }

    public boolean isNegative() {
        return cents < 0;
    }

    public boolean isZero() {
        return cents == 0;
    }

    public boolean isLessThan(Money other) {
        return cents < other.cents;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(cents, other.cents);
    }

    /** The amount with a decimal point, for logs and messages: {@code -0.05}. */
    @Override
    public String toString() {
        return "%s%d.%02d".formatted(cents < 0 ? "-" : "", Math.abs(cents) / 100, Math.abs(cents) % 100);
    }
}
