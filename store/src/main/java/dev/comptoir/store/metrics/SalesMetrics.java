package dev.comptoir.store.metrics;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Problem;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.Metrics;

/** CounterFamily what was sold here, what came back, and what was refused, since the instance started. */
public final class SalesMetrics {
    private static final String STORE = "store";

    private final CounterFamily sales;
    private final CounterFamily salesCents;
    private final CounterFamily refunds;
    private final CounterFamily refundsCents;
    private final CounterFamily refusals;

    public SalesMetrics(Metrics metrics) {
        this.sales = metrics.counter("comptoir.sales", "Sales", STORE);
        this.salesCents = metrics.counter("comptoir.sales.cents", "What they came to, with taxes, in cents", STORE);
        this.refunds = metrics.counter("comptoir.refunds", "Refunds", STORE);
        this.refundsCents = metrics.counter("comptoir.refunds.cents", "What they came to, with taxes, in cents", STORE);
        this.refusals =
                metrics.counter("comptoir.refusals", "Sales and refunds that were refused, by the reason", "cause");
    }

    /** A sale is committed. */
    public void sold(String store, Money total) {
        sales.add(1, store);
        salesCents.add(total.cents(), store);
    }

    /** A refund is committed. */
    public void refunded(String store, Money total) {
        refunds.add(1, store);
        refundsCents.add(total.cents(), store);
    }

    /** Passes an answer to a sale or a refund on, and counts it when it is a refusal. */
    public Response noting(Response answer) {
        if (answer.body() instanceof Problem problem) {
            refusals.add(1, problem.type().word());
        }
        return answer;
    }
}
