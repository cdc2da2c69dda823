package dev.comptoir.store.refunds;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.Amounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a refund would hand back now: {@code payments = total + rounding}.
 *
 * @param rounding of the part that is handed back in cash
 * @param left what each tender can still get back before this refund
 * @param approval what a manager would have to approve; absent where nobody has to
 */
public record RefundPreview(
        List<Refund.Line> lines,
        @JsonUnwrapped Amounts amounts,
        List<Payment> payments,
        Money rounding,
        List<TenderLeft> left,
        @Nullable NeededApproval approval) {

    /** @param amount paid by the tender, less what went back over it; below zero when more went back by approval */
    public record TenderLeft(Tender tender, Money amount) {}

    /**
     * Why a clerk needs an approval, in the members of the problem {@code approval-needed}.
     *
     * @param exceeded whose limit it is, in one word
     */
    public record NeededApproval(String exceeded, Money amount, Money limit) {
        static NeededApproval of(Refunds.ApprovalNeeded needed) {
            return new NeededApproval(needed.exceeded().word(), needed.amount(), needed.limit());
        }
    }
}
