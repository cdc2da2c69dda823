package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The only calculation of taxes: each rate on the sum of the amounts that bear it, rounded half up to the cent. The result is
 * stored with the sale.
 */
public final class Taxes {
    private static final long MILLION = 1_000_000;

    private static final Comparator<TaxRate> BY_NAME =
            Comparator.comparing(TaxRate::name).thenComparingInt(TaxRate::perMillion);

    private Taxes() {}

    /**
     * What taxes are charged on.
     *
     * @param amount zero or more
     * @param rates none when it is zero-rated
     */
    public record Taxed(Money amount, List<TaxRate> rates) {}

    /** By name and rate. */
    public static List<TaxAmount> on(List<Taxed> amounts) {
        SortedMap<TaxRate, Money> bases = new TreeMap<>(BY_NAME);
        amounts.forEach(taxed -> taxed.rates().forEach(rate -> bases.merge(rate, taxed.amount(), Money::plus)));
        return bases.entrySet().stream()
                .map(taxed -> tax(taxed.getKey(), taxed.getValue()))
                .toList();
    }

    private static TaxAmount tax(TaxRate rate, Money base) {
        return new TaxAmount(rate.name(), rate.perMillion(), base, share(base, rate.perMillion(), MILLION));
    }

    /** The taxes of sales less those of refunds, by name and rate. */
    public static List<TaxAmount> less(List<TaxAmount> charged, List<TaxAmount> returned) {
        SortedMap<TaxRate, TaxAmount> taxes = new TreeMap<>(BY_NAME);
        charged.forEach(tax -> taxes.merge(rateOf(tax), tax, TaxAmount::plus));
        returned.forEach(tax -> taxes.merge(rateOf(tax), tax.negated(), TaxAmount::plus));
        return List.copyOf(taxes.values());
    }

    private static TaxRate rateOf(TaxAmount tax) {
        return new TaxRate(tax.name(), tax.perMillion());
    }

    /** {@code amount x part / whole}, rounded half up. */
    public static Money share(Money amount, long part, long whole) {
        BigInteger doubled = BigInteger.valueOf(amount.cents())
                .multiply(BigInteger.valueOf(part))
                .multiply(BigInteger.TWO)
                .add(BigInteger.valueOf(whole));
        return Money.ofCents(doubled.divide(BigInteger.valueOf(whole).multiply(BigInteger.TWO))
                .longValueExact());
    }
}
