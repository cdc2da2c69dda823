package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import java.util.List;
import java.util.Optional;

/**
 * How a total is paid: {@code payments - change = total + rounding}.
 *
 * @param rounding of the part that is paid in cash; below zero when it was rounded down
 */
public record Settlement(List<Payment> payments, Money rounding, Money change) {
    /** More cash than this above what is due is a typing error. */
    private static final Money CHANGE_LIMIT = Money.ofCents(100_000);

    /** Cards are charged exactly, and the rest is rounded cash. */
    static Outcome<Settlement> of(Money total, List<Payment> payments, CashRounding coins) {
        Money card = paid(payments, Tender.CARD);
        if (total.isLessThan(card)) {
            return new Refused<>(new Refusal.OverpaidByCard(total, card));
        }
        Optional<Payment> unpayable = payments.stream()
                .filter(payment -> payment.tender() == Tender.CASH && !coins.isPayable(payment.amount()))
                .findFirst();
        if (unpayable.isPresent()) {
            return new Refused<>(new Refusal.CashNotPayable(unpayable.get().amount(), coins.increment()));
        }
        Money cash = paid(payments, Tender.CASH);
        Money rest = total.minus(card);
        Money due = isByCardOnly(payments) ? rest : coins.round(rest);
        if (cash.isLessThan(due)) {
            return new Refused<>(new Refusal.Underpaid(total, card.plus(cash), due));
        }
        Money change = cash.minus(due);
        return CHANGE_LIMIT.isLessThan(change)
                ? new Refused<>(new Refusal.PaidTooMuch(due, cash))
                : new Done<>(new Settlement(payments, due.minus(rest), change));
    }

    private static boolean isByCardOnly(List<Payment> payments) {
        return !payments.isEmpty() && payments.stream().allMatch(payment -> payment.tender() == Tender.CARD);
    }

    private static Money paid(List<Payment> payments, Tender tender) {
        return Money.sum(
                payments.stream().filter(payment -> payment.tender() == tender).map(Payment::amount));
    }

    /** @throws IllegalArgumentException when the sum is beyond the limit of an amount */
    static void checkSum(List<Payment> payments) {
        Money.sum(payments.stream().map(Payment::amount));
    }
}
