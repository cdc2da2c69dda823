package dev.comptoir.store.checkout;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.telemetry.Traces;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;

/** Selling at a register. */
public final class SalesApi {
    private final Checkout checkout;
    private final SalesMetrics metrics;

    public SalesApi(Checkout checkout, SalesMetrics metrics) {
        this.checkout = checkout;
        this.metrics = metrics;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/sales", "Sells the register's cart, or the lines of the request")
                .access(Staff.ANY)
                .idempotent()
                .body(NewSale.class)
                .returns(201, Sale.class)
                .refuses(CheckoutProblems.ofSales())
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
                sale.tendered());
        return switch (checkout.complete(order)) {
            case Outcome.Done<Sale>(var sold) -> Response.created("/store/api/v1/sales/" + sold.number(), sold);
            case Outcome.Refused<Sale>(var reason) -> CheckoutProblems.refused(reason);
        };
    }
}
