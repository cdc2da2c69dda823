package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.Tender;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to sell, and how it is paid.
 *
 * @param lines at most {@value Order#LINES_LIMIT}; absent for the register's cart
 * @param payments at most {@value Order#PAYMENTS_LIMIT}; none when there is nothing to pay
 * @param expectedTotal the total that the customer was shown; the sale is refused when it is no longer valid
 */
public record NewSale(
        @Nullable List<NewLine> lines,
        List<Payment> payments,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Money expectedTotal) {
    public NewSale {
        lines = lines == null ? null : List.copyOf(lines);
        payments = List.copyOf(payments);
        if (lines != null && lines.size() > Order.LINES_LIMIT) {
            throw new IllegalArgumentException("a sale has at most " + Order.LINES_LIMIT + " lines");
        }
        if (payments.size() > Order.PAYMENTS_LIMIT) {
            throw new IllegalArgumentException("a sale has at most " + Order.PAYMENTS_LIMIT + " payments");
        }
        if (payments.stream().anyMatch(NewSale::isExchange)) {
            throw new IllegalArgumentException("a customer pays in cash or by card");
        }
        Settlement.checkSum(payments);
        orderLines(lines);
    }

    private static boolean isExchange(Payment payment) {
        return payment.tender() == Tender.EXCHANGE || payment.exchange() != null;
    }

    public @Nullable List<Order.Line> orderLines() {
        return orderLines(lines);
    }

    public Order.Tendered tendered() {
        return new Order.Tendered(payments, Order.Credit.NONE, expectedTotal);
    }

    /** For the fingerprint: what earlier versions sell, at an instance of which a retry may arrive. */
    NewSale withoutExpectedTotal() {
        return new NewSale(lines, payments, null);
    }

    private static @Nullable List<Order.Line> orderLines(@Nullable List<NewLine> lines) {
        return lines == null
                ? null
                : Order.merged(lines.stream()
                        .map(line -> new Order.Line(line.productId(), line.quantity(), line.unitPrice()))
                        .toList());
    }

    /** @param unitPrice the price that the customer was shown; the sale is refused when it is no longer valid */
    public record NewLine(
            long productId, Quantity quantity, @Nullable Money unitPrice) {}
}
