package dev.comptoir.store.refunds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a sale that were returned; it never changes. All refunds of a sale add up to it, to the cent.
 *
 * @param number unique over the chain: {@code S1-2-R000007}
 */
public record Refund(
        String number,
        String saleNumber,
        @JsonUnwrapped Till till,
        String cashier,
        Instant refundedAt,
        LocalDate businessDay,
        String reason,
        @JsonUnwrapped Returned returned) {

    /**
     * What came back, and how the money was given back: {@code payments = total + rounding}.
     *
     * @param tender the first one of {@code payments}
     * @param rounding of the part that was given back in cash
     */
    public record Returned(
            List<Line> lines, @JsonUnwrapped Amounts amounts, Tender tender, List<Payment> payments, Money rounding) {}

    /**
     * Returned units of a line of the sale.
     *
     * @param line its place in the sale
     * @param backToShelf whether the units can be sold again
     * @param taxes as in the line of the sale
     * @param deposit of the units; not a part of {@code amount}
     */
    public record Line(
            int line,
            long productId,
            int quantity,
            Money amount,
            boolean backToShelf,
            @Nullable List<TaxRate> taxes,
            @JsonProperty(defaultValue = "0") Money deposit) {}
}
