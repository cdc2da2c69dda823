package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.EarlierRefund;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.CashRounding;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each tender paid of a sale, and what went back over it. Cash is counted before rounding: the total less the cards. It is
 * rounded over all refunds of the sale together, so that they hand back exactly the cash that came in. What an exchange paid
 * counts as the tender by which the goods that came back had been paid.
 *
 * @param cash paid, less what went back
 * @param card paid, less what went back
 * @param cardFirst whether the first payment of the sale was by card
 * @param exactReturned what went back without rounding: over cards, and what paid exchanges
 * @param cashReturned what went back in cash, before rounding
 * @param cashHandedBack the same as it was handed back
 */
record TenderBalance(
        Money cash,
        Money card,
        boolean cardFirst,
        Money exactReturned,
        Money cashReturned,
        Money cashHandedBack,
        CashRounding coins) {

    /** @param coins in which cash is handed back now */
    static TenderBalance of(SoldSale sale, CashRounding coins) {
        Money total = Money.sum(sale.refunds().stream().map(EarlierRefund::total));
        Money card = returned(sale, payment -> payment.origin() == Tender.CARD);
        Money exchanged =
                returned(sale, payment -> payment.tender() == Tender.EXCHANGE && payment.origin() == Tender.CASH);
        Money inCash = total.minus(card);
        return new TenderBalance(
                sale.total().minus(sale.byCard()).minus(inCash),
                sale.byCard().minus(card),
                sale.wasCardFirst(),
                card.plus(exchanged),
                inCash.minus(exchanged),
                returned(sale, payment -> payment.tender() == Tender.CASH),
                coins);
    }

    private static Money returned(SoldSale sale, Predicate<Payment> some) {
        return Money.sum(sale.refunds().stream()
                .flatMap(refund -> refund.payments().stream())
                .filter(some)
                .map(Payment::amount));
    }

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

    /** The same for each tender, in the order of the sale. */
    List<RefundPreview.TenderLeft> left() {
        Stream<Tender> tenders = cardFirst ? Stream.of(Tender.CARD, Tender.CASH) : Stream.of(Tender.CASH, Tender.CARD);
        return tenders.map(tender -> new RefundPreview.TenderLeft(tender, left(tender)))
                .toList();
    }

    /** All that went back so far, before rounding. */
    Money returned() {
        return cashReturned.plus(exactReturned);
    }

    /**
     * What goods pay in an exchange, by the tenders that had paid for them, in the order of the sale. It is never rounded.
     *
     * @param with the number of the other half of the exchange
     */
    List<Payment> exchange(Money amount, String with) {
        Money byCard = cardPart(amount, null);
        return inOrder(
                Payment.exchanged(byCard, with, Tender.CARD),
                Payment.exchanged(amount.minus(byCard), with, Tender.CASH));
    }

    /** The balance after goods have paid in an exchange. */
    TenderBalance after(List<Payment> exchange) {
        Money byCard = Money.sum(exchange.stream()
                .filter(payment -> payment.origin() == Tender.CARD)
                .map(Payment::amount));
        Money exchanged = Money.sum(exchange.stream().map(Payment::amount));
        return new TenderBalance(
                cash.minus(exchanged.minus(byCard)),
                card.minus(byCard),
                cardFirst,
                exactReturned.plus(exchanged),
                cashReturned,
                cashHandedBack,
                coins);
    }

    /** @param tender over which all of it goes back; when absent, the tenders of the sale in their order */
    HandBack of(Money total, @Nullable Tender tender) {
        Money byCard = cardPart(total, tender);
        Money inCash = total.minus(byCard);
        Money handed = handedBack(inCash);
        return new HandBack(
                inOrder(Payment.above(Tender.CARD, byCard), Payment.above(Tender.CASH, handed)), handed.minus(inCash));
    }

    private List<Payment> inOrder(Optional<Payment> byCard, Optional<Payment> inCash) {
        return (cardFirst ? Stream.of(byCard, inCash) : Stream.of(inCash, byCard))
                .flatMap(Optional::stream)
                .toList();
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
}
