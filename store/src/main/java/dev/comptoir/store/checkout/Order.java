package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a register sells, and what pays for it.
 *
 * @param key the idempotency key of the request
 * @param fingerprint of the request, to detect another one with the same key
 * @param trace the span that the sale's events belong to
 * @param lines as {@link #merged}; absent for the register's cart
 */
public record Order(
        Till till,
        String cashier,
        String key,
        byte[] fingerprint,
        @Nullable String trace,
        @Nullable List<Line> lines,
        Tendered tendered) {
    static final int LINES_LIMIT = 200;
    static final int PAYMENTS_LIMIT = 4;

    /**
     * What pays for a sale.
     *
     * @param payments of the customer
     * @param credit of goods that come back
     * @param expectedTotal the total that the customer was shown; absent to accept the current one
     */
    public record Tendered(
            List<Payment> payments, Credit credit, @Nullable Money expectedTotal) {}

    /** Goods that come back pay a part of a sale, or all of it. */
    @FunctionalInterface
    public interface Credit {
        Credit NONE = total -> List.of();

        /** Payments by exchange, of at most the total. */
        List<Payment> upTo(Money total);
    }

    /** @param unitPrice the price that the customer was shown; absent to accept the current one */
    public record Line(
            long productId, Quantity quantity, @Nullable Money unitPrice) {
        private Line plus(Line other) {
            if (unitPrice != null && other.unitPrice != null && !unitPrice.equals(other.unitPrice)) {
                throw new IllegalArgumentException("the lines of one product have different prices");
            }
            return new Line(
                    productId,
                    Quantity.of(quantity.units() + other.quantity.units()),
                    unitPrice == null ? other.unitPrice : unitPrice);
        }
    }

    /** The same order, of which a credit pays a part. */
    public Order paidWith(Credit credit) {
        return new Order(
                till,
                cashier,
                key,
                fingerprint,
                trace,
                lines,
                new Tendered(tendered.payments(), credit, tendered.expectedTotal()));
    }

    /**
     * One line per product, in the order in which shelves are locked.
     *
     * @throws IllegalArgumentException when two lines of one product have different prices or too many units
     */
    static List<Line> merged(List<Line> lines) {
        Map<Long, Line> byProduct = new TreeMap<>();
        lines.forEach(line -> byProduct.merge(line.productId(), line, Line::plus));
        return List.copyOf(byProduct.values());
    }
}
