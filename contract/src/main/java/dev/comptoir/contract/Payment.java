package dev.comptoir.contract;

/**
 * One part of what a customer paid, or got back.
 *
 * @param amount above zero
 */
public record Payment(Tender tender, Money amount) {

    /** @throws IllegalArgumentException when the amount is not above zero */
    public Payment {
        if (amount.cents() <= 0) {
            throw new IllegalArgumentException("a payment must be above zero");
        }
    }
}
