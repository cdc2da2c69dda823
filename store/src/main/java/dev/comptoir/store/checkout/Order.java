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
 * What a register sells.
 *
 * @param key the idempotency key of the request
 * @param fingerprint of the request, to detect another one with the same key
 * @param trace the span that the sale's events belong to
 * @param lines as {@link #merged}; absent for the register's cart
 */
record Order(
        Till till,
        String cashier,
        String key,
        byte[] fingerprint,
        @Nullable String trace,
        @Nullable List<Line> lines,
        List<Payment> payments,
        @Nullable Money expectedTotal) {
    static final int LINES_LIMIT = 200;
    static final int PAYMENTS_LIMIT = 4;

    /** @param unitPrice the price that the customer was shown; absent to accept the current one */
    record Line(long productId, Quantity quantity, @Nullable Money unitPrice) {
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
