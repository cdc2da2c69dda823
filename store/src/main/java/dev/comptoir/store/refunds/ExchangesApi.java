package dev.comptoir.store.refunds;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.Traces;
import dev.comptoir.store.approvals.ApprovalProblems;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.checkout.CheckoutProblems;
import dev.comptoir.store.checkout.Order;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goods of a sale come back and pay for others. */
public final class ExchangesApi {
    private final Database database;
    private final Exchanges exchanges;
    private final Approvals approvals;
    private final SalesMetrics metrics;

    public ExchangesApi(Database database, Exchanges exchanges, Approvals approvals, SalesMetrics metrics) {
        this.database = database;
        this.exchanges = exchanges;
        this.approvals = approvals;
        this.metrics = metrics;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/sales/{number}/exchanges", "Refunds goods and sells others in one transaction")
                .access(Staff.ANY)
                .takes(RefundsApi.SALE)
                .idempotent()
                .body(NewExchange.class)
                .returns(201, Exchange.class)
                .refuses(CheckoutProblems.ofSales())
                .refuses(
                        ProblemType.NOT_FOUND,
                        RefundsApi.OTHER_STORE,
                        RefundsApi.SALE_RESERVED,
                        RefundsApi.UNKNOWN_LINE,
                        RefundsApi.NOTHING_RETURNABLE,
                        RefundsApi.RETURNED_TOO_MUCH,
                        ApprovalProblems.APPROVAL_NEEDED,
                        ApprovalProblems.APPROVAL_REFUSED)
                .handledBy(request -> metrics.counted(exchange(request))));
    }

    private Response exchange(Request request) {
        NewExchange exchange = request.body(NewExchange.class);
        NewRefund refund = exchange.refund();
        String number = request.get(RefundsApi.SALE);
        String cashier = request.caller().name();
        Optional<String> manager = approvals.managerOf(request.caller(), request.clientAddress(), refund.approval());
        Map<String, Object> body = Map.of("sale", number, "exchange", exchange.withoutApproval());
        Order sale = sale(request, exchange, Idempotency.fingerprint(body));
        return RegisterWrites.once(database, request, "exchange", body, (transaction, till) -> {
            RefundOrder order = new RefundOrder(till, cashier, number, refund.wanted(), refund.tender(), manager);
            return response(transaction, exchanges.exchange(transaction, order, sale, refund.reason()));
        });
    }

    private static Order sale(Request request, NewExchange exchange, byte[] fingerprint) {
        return new Order(
                Till.of(request.caller()),
                request.caller().name(),
                request.idempotencyKey(),
                fingerprint,
                Traces.here(),
                exchange.sale().orderLines(),
                exchange.sale().tendered());
    }

    private Response response(Transaction transaction, Exchanges.Outcome outcome) {
        return switch (outcome) {
            case Exchanges.Exchanged(var exchange) -> {
                Refund refund = exchange.refund();
                transaction.afterCommit(() -> metrics.refunded(
                        refund.till().store(), refund.returned().amounts().total()));
                yield Response.created("/store/api/v1/sales/" + exchange.sale().number(), exchange);
            }
            case Exchanges.NotRefunded(var reason) -> RefundsApi.refused(reason);
            case Exchanges.NotSold(var reason) -> CheckoutProblems.refused(reason);
        };
    }
}
