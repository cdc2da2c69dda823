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

    /** Counts a committed sale. */
    public void sold(String store, Money total) {
        sales.add(1, store);
        salesCents.add(total.cents(), store);
    }

    /** Counts a committed refund. */
    public void refunded(String store, Money total) {
        refunds.add(1, store);
        refundsCents.add(total.cents(), store);
    }

    /** Counts the response to a sale or a refund if it is a refusal, and returns it. */
    public Response counted(Response response) {
        if (response.body() instanceof Problem problem) {
            refusals.add(1, problem.type().word());
        }
        return response;
    }
}
