package dev.comptoir.store.takings;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.Answer;
import dev.comptoir.platform.http.Problem;
import dev.comptoir.platform.telemetry.Counts;
import dev.comptoir.platform.telemetry.Metrics;

/** Counts what was sold here, what came back, and what was refused, since the instance started. */
public final class Takings {
    private static final String STORE = "store";

    private final Counts sales;
    private final Counts salesCents;
    private final Counts refunds;
    private final Counts refundsCents;
    private final Counts refusals;

    public Takings(Metrics metrics) {
        this.sales = metrics.counts("comptoir.sales", "Sales", STORE);
        this.salesCents = metrics.counts("comptoir.sales.cents", "What they came to, with taxes, in cents", STORE);
        this.refunds = metrics.counts("comptoir.refunds", "Refunds", STORE);
        this.refundsCents = metrics.counts("comptoir.refunds.cents", "What they came to, with taxes, in cents", STORE);
        this.refusals =
                metrics.counts("comptoir.refusals", "Sales and refunds that were refused, by the reason", "cause");
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
    public Answer noting(Answer answer) {
        if (answer.body() instanceof Problem problem) {
            refusals.add(1, problem.type().word());
        }
        return answer;
    }
}
