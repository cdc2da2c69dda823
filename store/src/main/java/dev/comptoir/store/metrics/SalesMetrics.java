package dev.comptoir.store.metrics;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Problem;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.Metrics;

/** Counts completed sales and refunds, their amounts, and refusals. */
public final class SalesMetrics {
    private static final String STORE = "store";

    private final CounterFamily sales;
    private final CounterFamily salesCents;
    private final CounterFamily refunds;
    private final CounterFamily refundsCents;
    private final CounterFamily refusals;

    public SalesMetrics(Metrics metrics) {
        this.sales = metrics.counter("comptoir.sales", "Completed sales", STORE);
        this.salesCents =
                metrics.counter("comptoir.sales.amount.cents", "Total of the completed sales, with taxes", STORE);
        this.refunds = metrics.counter("comptoir.refunds", "Completed refunds", STORE);
        this.refundsCents =
                metrics.counter("comptoir.refunds.amount.cents", "Total of the completed refunds, with taxes", STORE);
        this.refusals = metrics.counter("comptoir.refusals", "Refused sales and refunds, by problem", "error.type");
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
