package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.SaleLine;
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
        @JsonUnwrapped Settlement settlement) {

    Sale numbered(String number) {
        List<Sale.Line> numberedLines = IntStream.range(0, lines.size())
                .mapToObj(index -> new Sale.Line(index + 1, lines.get(index)))
                .toList();
        return new Sale(number, till, cashier, soldAt, businessDay, numberedLines, amounts, settlement);
    }
}
