package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sale before it is written. Its JSON is that of the event {@code SaleRecorded} without the number, the sequence and the
 * register's total, which the statement that writes the sale adds.
 */
record SaleDraft(
        @JsonUnwrapped Till till,
        String cashier,
        Instant soldAt,
        LocalDate businessDay,
        List<SaleLine> lines,
        @JsonUnwrapped Amounts amounts,
        List<Payment> payments,
        Money change) {

    Sale numbered(String number) {
        return new Sale(
                number,
                till.store(),
                till.register(),
                cashier,
                soldAt,
                businessDay,
                IntStream.range(0, lines.size())
                        .mapToObj(place -> line(place + 1, lines.get(place)))
                        .toList(),
                amounts.subtotal(),
                amounts.taxes(),
                amounts.total(),
                payments,
                change);
    }

    private static Sale.Line line(int place, SaleLine line) {
        return new Sale.Line(
                place, line.productId(), line.sku(), line.name(), line.quantity(), line.unitPrice(), line.amount());
    }
}
