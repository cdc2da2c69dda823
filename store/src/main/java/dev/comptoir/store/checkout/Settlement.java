package dev.comptoir.store.checkout;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a total is paid: {@code payments - change = total - empties + rounding}. What goods pay in an exchange comes first.
 *
 * @param empties that the customer brings back; their deposits reduce what is due
 * @param rounding of the part that is paid in cash; below zero when it was rounded down
 * @param change also what empties are worth more than the total
 */
public record Settlement(List<Deposit> empties, List<Payment> payments, Money rounding, Money change) {
    /** More cash than this above what is due is a typing error. */
    private static final Money CHANGE_LIMIT = Money.ofCents(100_000);

    /** A credit pays first; cash is rounded on what is left. */
    static Outcome<Settlement> of(Money total, List<Deposit> empties, Order.Tendered tendered, CashRounding coins) {
        List<Payment> credit = tendered.credit().upTo(total.minus(Deposit.sum(empties)));
        Money rest = total.minus(Money.sum(credit.stream().map(Payment::amount)));
        return switch (of(rest, empties, tendered.payments(), coins)) {
            case Refused<Settlement> refused -> refused;
            case Done<Settlement>(var settlement) -> new Done<>(settlement.after(credit));
        };
    }

    private Settlement after(List<Payment> credit) {
        return new Settlement(
                empties, Stream.concat(credit.stream(), payments.stream()).toList(), rounding, change);
    }

    /** Cards are charged exactly; the rest is rounded cash, handed back when the empties are worth more than the total. */
    static Outcome<Settlement> of(Money total, List<Deposit> empties, List<Payment> payments, CashRounding coins) {
        Money toPay = total.minus(Deposit.sum(empties));
        Money card = paid(payments, Tender.CARD);
        if (toPay.isLessThan(card) && !card.isZero()) {
            return new Refused<>(new Refusal.OverpaidByCard(toPay, card));
        }
        Optional<Payment> unpayable = payments.stream()
                .filter(payment -> payment.tender() == Tender.CASH && !coins.isPayable(payment.amount()))
                .findFirst();
        if (unpayable.isPresent()) {
            return new Refused<>(new Refusal.CashNotPayable(unpayable.get().amount(), coins.increment()));
        }
        Money cash = paid(payments, Tender.CASH);
        Money rest = toPay.minus(card);
        Money due = isByCardOnly(payments) ? rest : coins.round(rest);
        if (cash.isLessThan(due)) {
            return new Refused<>(new Refusal.Underpaid(toPay, card.plus(cash), due));
        }
        return CHANGE_LIMIT.isLessThan(cash.minus(due.isNegative() ? Money.ZERO : due))
                ? new Refused<>(new Refusal.PaidTooMuch(due, cash))
                : new Done<>(new Settlement(empties, payments, due.minus(rest), cash.minus(due)));
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
