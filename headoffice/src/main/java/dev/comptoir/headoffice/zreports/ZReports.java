package dev.comptoir.headoffice.zreports;

import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;
import java.time.Instant;

/** Keeps the closings that stores tell. */
public final class ZReports {
    private final Activities activities;

    public ZReports(Activities activities) {
        this.activities = activities;
    }

    /** A closing in the live stream. */
    record ClosingSeen(String number, String store, int register, Instant closedAt, Money difference) {}

    /** @throws IllegalArgumentException when the number, or the register's day, was told before with another report */
    public void keep(Transaction transaction, RegisterClosed closing) {
        int written = transaction
                .sql()
                .createUpdate("""
                        INSERT INTO z_report (number, store_code, register, day, closed_by, closed_at, business_day,
                                              sales_after, last_sale, sales_total, refunds_after, last_refund,
                                              refunds_total, expected, counted, difference, report)
                        VALUES (:number, :store, :register, :day, :closedBy, :closedAt, :businessDay, :salesAfter, :lastSale,
                                :salesTotal, :refundsAfter, :lastRefund, :refundsTotal, :expected, :counted, :difference,
                                cast(:report AS jsonb))
                        ON CONFLICT DO NOTHING
                        """)
                .bind("number", closing.number())
                .bind("store", closing.store())
                .bind("register", closing.register())
                .bind("day", closing.day())
                .bind("closedBy", closing.closedBy())
                .bind("closedAt", Timestamp.from(closing.closedAt()))
                .bind("businessDay", closing.businessDay())
                .bind("salesAfter", closing.sales().after())
                .bind("lastSale", closing.sales().last())
                .bind("salesTotal", closing.sales().total().cents())
                .bind("refundsAfter", closing.refunds().after())
                .bind("lastRefund", closing.refunds().last())
                .bind("refundsTotal", closing.refunds().total().cents())
                .bind("expected", closing.drawer().expected().cents())
                .bind("counted", closing.counted().cents())
                .bind("difference", closing.difference().cents())
                .bind("report", Events.write(closing))
                .execute();
        if (written == 0) {
            throw new IllegalArgumentException(
                    "Z report " + closing.number() + " was told before with another content");
        }
        activities.add(
                transaction,
                "register-closed",
                new ClosingSeen(
                        closing.number(),
                        closing.store(),
                        closing.register(),
                        closing.closedAt(),
                        closing.difference()));
    }
}
