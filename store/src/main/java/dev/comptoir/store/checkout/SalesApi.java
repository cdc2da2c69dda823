package dev.comptoir.store.checkout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.telemetry.Traces;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.RegisterProblems;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selling at a register. */
public final class SalesApi {
    private final Checkout checkout;
    private final SalesMetrics metrics;

    public SalesApi(Checkout checkout, SalesMetrics metrics) {
        this.checkout = checkout;
        this.metrics = metrics;
    }

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
            Settlement.checkSum(payments);
            orderLines(lines);
        }

        @Nullable List<Order.Line> orderLines() {
            return orderLines(lines);
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
    }

    /** @param unitPrice the price that the customer was shown; the sale is refused when it is no longer valid */
    public record NewLine(
            long productId, Quantity quantity, @Nullable Money unitPrice) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/sales", "Sells the register's cart, or the lines of the request")
                .access(Staff.ANY)
                .idempotent()
                .body(NewSale.class)
                .returns(201, Sale.class)
                .refuses(
                        CheckoutProblems.EMPTY_CART,
                        Shelf.UNKNOWN_PRODUCT,
                        CheckoutProblems.SHELF_TOO_SHORT,
                        CheckoutProblems.PRICE_CHANGED,
                        CheckoutProblems.TOTAL_CHANGED,
                        CheckoutProblems.UNDERPAID,
                        CheckoutProblems.CASH_NOT_PAYABLE,
                        CheckoutProblems.PAID_TOO_MUCH,
                        CheckoutProblems.OVERPAID_BY_CARD,
                        CheckoutProblems.TOTAL_TOO_HIGH,
                        RegisterProblems.REGISTER_CLOSED,
                        RegisterProblems.REGISTER_GONE)
                .handledBy(request -> metrics.counted(sell(request))));
    }

    private Response sell(Request request) {
        NewSale sale = request.body(NewSale.class);
        Order order = new Order(
                Till.of(request.caller()),
                request.caller().name(),
                request.idempotencyKey(),
                Idempotency.fingerprint(sale.withoutExpectedTotal()),
                Traces.here(),
                sale.orderLines(),
                sale.payments(),
                sale.expectedTotal());
        return switch (checkout.complete(order)) {
            case Outcome.Done<Sale>(var sold) -> Response.created("/store/api/v1/sales/" + sold.number(), sold);
            case Outcome.Refused<Sale>(var reason) -> CheckoutProblems.refused(reason);
        };
    }
}
