package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why nothing was sold, or a cart did not change. The name of each is also the word of its problem. */
public sealed interface Refusal {
    /** The register does not exist any more. */
    record RegisterGone() implements Refusal {}

    record RegisterClosed() implements Refusal {}

    /** The key was used for another order. */
    record IdempotencyKeyReused() implements Refusal {}

    record EmptyCart() implements Refusal {}

    /** @param productId absent when the product was named by its SKU or barcode */
    record UnknownProduct(@Nullable Long productId) implements Refusal {}

    record ShelfTooShort(long productId, String name, int wanted, int left) implements Refusal {}

    /** @param seen the price that the customer was shown */
    record PriceChanged(long productId, String name, Money seen, Money now) implements Refusal {}

    /** The lines or the taxes make another total than the one that the customer was shown. */
    record TotalChanged(Money expected, Money total) implements Refusal {}

    /**
     * @param total less the empties
     * @param cashDue what is due in cash beside the card payments
     */
    record Underpaid(Money total, Money paid, Money cashDue) implements Refusal {}

    /** No coins make up this amount of cash. */
    record CashNotPayable(Money cash, int increment) implements Refusal {}

    record PaidTooMuch(Money cashDue, Money cash) implements Refusal {}

    /** @param total less the empties */
    record OverpaidByCard(Money total, Money card) implements Refusal {}

    /** No product has this deposit: the store does not take such containers back. */
    record UnknownDeposit(Money each) implements Refusal {}

    record TotalTooHigh() implements Refusal {}

    /** The products changed again and again while the order was processed. */
    record TooManyRequests() implements Refusal {}

    /** The product is not in the cart. */
    record NoSuchLine() implements Refusal {}

    /** The cart is another one than the one that was approved. */
    record CartChanged() implements Refusal {}

    record CartFull() implements Refusal {}

    /** @param amount of the lines without the discount */
    record DiscountTooHigh(Money discount, Money amount) implements Refusal {}

    record TooManyUnits() implements Refusal {}

    record TooManyParked() implements Refusal {}

    /** The register's own cart must be empty first. */
    record CartNotEmpty() implements Refusal {}

    /** The parked cart never existed, or another register resumed it. */
    record NotFound(UUID parkedCart) implements Refusal {}
}
