package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A completed sale; it never changes. The lines add up to {@code subtotal}, and
 * {@code payments - change = total - empties + rounding}. A bill for empties alone has no lines.
 *
 * @param number unique over the chain: store, register, sequence: {@code S1-2-000042}
 * @param businessDay the day, in the store's time zone, on which the register's day was opened
 */
public record Sale(
        String number,
        @JsonUnwrapped Till till,
        String cashier,
        Instant soldAt,
        LocalDate businessDay,
        List<Line> lines,
        @JsonUnwrapped Amounts amounts,
        @JsonUnwrapped Settlement settlement) {

    /** @param line its place in the sale, from 1 */
    public record Line(int line, @JsonUnwrapped SaleLine sold) {}
}
