package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A sale as it was completed; nothing in it ever changes. {@code lines} sum up to {@code subtotal}, {@code subtotal +
 * taxes = total}, {@code payments - change = total}.
 *
 * @param number unique over the chain: store, register, sequence: {@code S1-2-000042}
 * @param businessDay the day in the store's time zone
 */
public record Sale(
        String number,
        String store,
        int register,
        String cashier,
        Instant soldAt,
        LocalDate businessDay,
        List<Line> lines,
        Money subtotal,
        List<TaxAmount> taxes,
        Money total,
        List<Payment> payments,
        Money change) {

    /**
     * A product at the price that it was sold at.
     *
     * @param line its place in the sale, from 1
     * @param amount {@code quantity x unitPrice}
     */
    public record Line(
            int line, long productId, String sku, String name, int quantity, Money unitPrice, Money amount) {}
}
