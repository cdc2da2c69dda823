package dev.comptoir.headoffice.zreports;

import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;

/** Records the Z reports of the stores. */
public final class ZReports {
    private final Activities activities;

    public ZReports(Activities activities) {
        this.activities = activities;
    }

    /** A closing in the live stream. */
    record ClosingActivity(String number, String store, int register, Instant closedAt, Money difference) {}

    /** @throws IllegalArgumentException when another Z report has the number, or the register's day */
    public void record(Transaction transaction, RegisterClosed closing) {
        int written = transaction
                .update("""
                        INSERT INTO z_report (number, store_code, register, day, closed_by, closed_at, business_day,
                                              sales_after, last_sale, sales_total, refunds_after, last_refund,
                                              refunds_total, expected, counted, difference, report)
                        VALUES (:number, :store, :register, :day, :closedBy, :closedAt, :businessDay, :sales.after,
                                :sales.last, :sales.total, :refunds.after, :refunds.last, :refunds.total,
                                :drawer.expected, :counted, :difference, cast(:report AS jsonb))
                        ON CONFLICT DO NOTHING
                        """)
                .bindMethods(closing)
                .bind("report", Events.write(closing))
                .execute();
        if (written == 0) {
            throw new IllegalArgumentException("Z report " + closing.number() + " exists with another content");
        }
        activities.add(
                transaction,
                "register-closed",
                new ClosingActivity(
                        closing.number(),
                        closing.store(),
                        closing.register(),
                        closing.closedAt(),
                        closing.difference()));
    }
}
