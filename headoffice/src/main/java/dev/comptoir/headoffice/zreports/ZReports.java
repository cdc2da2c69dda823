package dev.comptoir.headoffice.zreports;

import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.sales.Books;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.util.List;

/** Records the Z reports of the stores. */
public final class ZReports {
    private final Activities activities;

    public ZReports(Activities activities) {
        this.activities = activities;
    }

    /** A closing in the live stream. */
    record ClosingActivity(String number, String store, int register, Instant closedAt, Money difference) {
        private static ClosingActivity of(RegisterClosed closing) {
            return new ClosingActivity(
                    closing.number(), closing.store(), closing.register(), closing.closedAt(), closing.difference());
        }
    }

    /** Stores the Z reports that were not stored before, and adds them to the live stream. */
    public void record(Transaction transaction, List<RegisterClosed> closings) {
        activities.addAll(
                transaction,
                "register-closed",
                Books.recordClosings(transaction, closings).stream()
                        .map(ClosingActivity::of)
                        .toList());
    }
}
