package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A completed sale; it never changes. The lines add up to {@code subtotal}, and {@code payments - change = total}.
 *
 * @param number unique over the chain: store, register, sequence: {@code S1-2-000042}
 * @param businessDay the day in the store's time zone
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

    /**
     * A product at the price that it was sold at.
     *
     * @param line its place in the sale, from 1
     * @param amount {@code quantity x unitPrice}
     */
    public record Line(
            int line, long productId, String sku, String name, int quantity, Money unitPrice, Money amount) {}
}
