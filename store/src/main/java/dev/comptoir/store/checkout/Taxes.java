package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import java.math.BigInteger;
import java.util.List;

/** The only calculation of taxes: each on the subtotal, rounded half up to the cent. The result is stored with the sale. */
public final class Taxes {
    private static final long MILLION = 1_000_000;

    private Taxes() {}

    /** @param subtotal zero or more */
    public static List<TaxAmount> on(Money subtotal, List<TaxRate> rates) {
        return rates.stream()
                .map(rate -> new TaxAmount(rate.name(), rate.perMillion(), share(subtotal, rate.perMillion(), MILLION)))
                .toList();
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
