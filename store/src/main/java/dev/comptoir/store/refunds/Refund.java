package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Lines of a sale that were taken back; nothing in it ever changes. All refunds of a sale add up to it, to the cent.
 *
 * @param number unique over the chain: {@code S1-2-R000007}
 */
public record Refund(
        String number,
        String saleNumber,
        String store,
        int register,
        String cashier,
        Instant refundedAt,
        LocalDate businessDay,
        String reason,
        List<Line> lines,
        Money subtotal,
        List<TaxAmount> taxes,
        Money total,
        Tender tender) {

    /**
     * Units of a line of the sale that came back.
     *
     * @param line the line's place in the sale
     * @param backToShelf whether they can be sold again
     */
    public record Line(int line, long productId, int quantity, Money amount, boolean backToShelf) {}
}
