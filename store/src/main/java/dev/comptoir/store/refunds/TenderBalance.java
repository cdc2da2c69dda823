package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.CashRounding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each tender paid of a sale, and what went back over it. Cash is counted before rounding: the total less the cards. It is
 * rounded over all refunds of the sale together, so that they hand back exactly the cash that came in.
 *
 * @param cash paid, less what went back
 * @param card paid, less what went back
 * @param cardFirst whether the first payment of the sale was by card
 * @param cardReturned what went back over cards
 * @param cashReturned what went back in cash, before rounding
 * @param cashHandedBack the same as it was handed back
 */
record TenderBalance(
        Money cash,
        Money card,
        boolean cardFirst,
        Money cardReturned,
        Money cashReturned,
        Money cashHandedBack,
        CashRounding coins) {

    /** How a refund is paid: {@code payments = total + rounding}. */
    record HandBack(List<Payment> payments, Money rounding) {
        /** Of the first payment; cash when nothing is handed back. */
        Tender tender() {
            return payments.isEmpty() ? Tender.CASH : payments.getFirst().tender();
        }
    }

    /** What a tender paid, less what went back over it. */
    Money left(Tender tender) {
        return tender == Tender.CARD ? card : cash;
    }

    /** All that went back so far, before rounding. */
    Money returned() {
        return cashReturned.plus(cardReturned);
    }

    /** @param tender over which all of it goes back; when absent, the tenders of the sale in their order */
    HandBack of(Money total, @Nullable Tender tender) {
        Money byCard = cardPart(total, tender);
        Money inCash = total.minus(byCard);
        Money handed = handedBack(inCash);
        Optional<Payment> cardPayment = payment(Tender.CARD, byCard);
        Optional<Payment> cashPayment = payment(Tender.CASH, handed);
        Stream<Optional<Payment>> payments =
                cardFirst ? Stream.of(cardPayment, cashPayment) : Stream.of(cashPayment, cardPayment);
        return new HandBack(payments.flatMap(Optional::stream).toList(), handed.minus(inCash));
    }

    /** Zero when more was handed back before, rounded to a larger increment. */
    private Money handedBack(Money inCash) {
        Money handed = coins.round(cashReturned.plus(inCash)).minus(coins.round(cashHandedBack));
        return handed.isNegative() ? Money.ZERO : handed;
    }

    private Money cardPart(Money total, @Nullable Tender tender) {
        if (tender != null) {
            return tender == Tender.CARD ? total : Money.ZERO;
        }
        return cardFirst ? lower(total, card) : total.minus(lower(total, cash));
    }

    private static Money lower(Money one, Money other) {
        Money lower = one.isLessThan(other) ? one : other;
        return lower.isNegative() ? Money.ZERO : lower;
    }

    private static Optional<Payment> payment(Tender tender, Money amount) {
        return amount.cents() > 0 ? Optional.of(new Payment(tender, amount)) : Optional.empty();
    }
}
