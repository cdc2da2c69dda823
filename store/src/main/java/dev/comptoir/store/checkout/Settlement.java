package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import java.util.List;

/** How a total is paid: {@code payments - change = total}. */
public record Settlement(List<Payment> payments, Money change) {
    static Settlement of(Money total, List<Payment> payments) {
        return new Settlement(payments, paid(payments).minus(total));
    }

    /** @throws IllegalArgumentException when the sum is beyond the limit of an amount */
    static Money paid(List<Payment> payments) {
        return Money.sum(payments.stream().map(Payment::amount));
    }

    static Money paidByCard(List<Payment> payments) {
        return Money.sum(payments.stream()
                .filter(payment -> payment.tender() == Tender.CARD)
                .map(Payment::amount));
    }
}
