package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One part of what a customer paid, or got back.
 *
 * @param amount above zero
 * @param exchange with the tender {@code exchange} only
 */
public record Payment(
        Tender tender,
        Money amount,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ExchangePart exchange) {

    /**
     * Goods that came back paid for others: the refund hands over what the sale takes.
     *
     * @param number of the refund in a payment of the sale, and of the sale in a payment of the refund
     * @param origin the tender by which the goods that came back had been paid
     */
    public record ExchangePart(String number, Tender origin) {}

    /** @throws IllegalArgumentException when the amount is not above zero */
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Payment {
        if (amount.cents() <= 0) {
            throw new IllegalArgumentException("a payment must be above zero");
        }
    }

    public Payment(Tender tender, Money amount) {
        this(tender, amount, null);
    }

    /** Empty when the amount is zero or less. */
    public static Optional<Payment> above(Tender tender, Money amount) {
        return amount.cents() > 0 ? Optional.of(new Payment(tender, amount)) : Optional.empty();
    }

    /** Empty when the amount is zero or less. */
    public static Optional<Payment> exchanged(Money amount, String with, Tender origin) {
        return amount.cents() > 0
                ? Optional.of(new Payment(Tender.EXCHANGE, amount, new ExchangePart(with, origin)))
                : Optional.empty();
    }

    /** The same payment, in the other half of the exchange. */
    public Payment exchangedWith(String number) {
        return new Payment(tender, amount, new ExchangePart(number, origin()));
    }

    /** The tender over which it goes back: what an exchange paid was paid by another tender before. */
    public Tender origin() {
        return exchange == null ? tender : exchange.origin();
    }
}
