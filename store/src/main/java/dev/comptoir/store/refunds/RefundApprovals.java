package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approved;
import dev.comptoir.store.refunds.Refunds.ApprovalNeeded;
import dev.comptoir.store.refunds.Refunds.Limit;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which refunds a manager must approve. Goods that are exchanged count in full, as goods that come back. */
public final class RefundApprovals {
    private final Approvals approvals;
    private final RefundLimits limits;

    public RefundApprovals(Approvals approvals, RefundLimits limits) {
        this.approvals = approvals;
        this.limits = limits;
    }

    /**
     * The amount of a refund.
     *
     * @param total of the goods that come back
     * @param handedBack the part that no exchange uses
     * @param day the business day
     */
    record Amount(Money total, Money handedBack, LocalDate day) {}

    /**
     * The first limit that a refund exceeds.
     *
     * @param balance without what the goods pay in an exchange
     */
    Optional<ApprovalNeeded> exceeded(Handle sql, RefundOrder order, Amount amount, TenderBalance balance) {
        Money ofSale = balance.returned().plus(amount.handedBack());
        if (limits.ofSale().isLessThan(ofSale)) {
            return Optional.of(new ApprovalNeeded(Limit.SALE, ofSale, limits.ofSale()));
        }
        Tender tender = order.tender();
        if (tender != null && balance.left(tender).isLessThan(amount.handedBack())) {
            return Optional.of(new ApprovalNeeded(Limit.TENDER, amount.handedBack(), balance.left(tender)));
        }
        Money ofDay = refundedWithoutApproval(sql, order, amount.day()).plus(amount.total());
        return limits.ofDay().isLessThan(ofDay)
                ? Optional.of(new ApprovalNeeded(Limit.DAY, ofDay, limits.ofDay()))
                : Optional.empty();
    }

    /** Refunds of one cashier at several registers wait for each other. */
    static void waitForCashier(Transaction transaction, String cashier) {
        transaction
                .query("SELECT pg_advisory_xact_lock(hashtextextended('refunds ' || :cashier, 3))::text")
                .bind("cashier", cashier)
                .mapTo(String.class)
                .one();
    }

    private static Money refundedWithoutApproval(Handle sql, RefundOrder order, LocalDate day) {
        return sql.createQuery("""
                        SELECT coalesce(sum(total), 0) FROM refund
                        WHERE store_code = :store AND cashier = :cashier AND business_day = :day AND approved_by IS NULL
                        """)
                .bind("store", order.till().store())
                .bind("cashier", order.cashier())
                .bind("day", day)
                .mapTo(Money.class)
                .one();
    }

    void record(Transaction transaction, Refund refund, String manager) {
        approvals.record(
                transaction,
                refund.till(),
                Approved.of(
                        Approvals.Kind.REFUND,
                        refund.saleNumber(),
                        refund.returned().amounts().total()),
                refund.cashier(),
                manager);
    }
}
