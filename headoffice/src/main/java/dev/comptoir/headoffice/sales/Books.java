package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.headoffice.sales.EntryTable.Recorded;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;

/** Records the sales, refunds and Z reports of the stores, each batch with one statement. */
public final class Books {
    static final EntryTable<SaleRecorded> SALES = new EntryTable<>(
            new EntryTable.Shape(
                    "sale",
                    "sequence",
                    "sold_at",
                    "total",
                    "register_total",
                    """
                    store_code, register, sequence, register_total, cashier, sold_at, business_day, lines, subtotal, taxes,
                    total, payments, change, deposits, rounding, empties
                    """,
                    new EntryTable.Shape.Form("""
                    store AS store_code, register, sequence, "registerTotal" AS register_total, cashier, "soldAt" AS sold_at,
                    "businessDay" AS business_day, lines, subtotal, taxes, total, payments, change, deposits, rounding,
                    nullif(empties, '[]') AS empties
                    """, """
                    sequence bigint, "registerTotal" bigint, cashier text, "soldAt" timestamptz, "businessDay" date,
                    lines jsonb, subtotal bigint, taxes jsonb, total bigint, payments jsonb, change bigint,
                    deposits bigint, rounding bigint, empties jsonb
                    """),
                    """
                    SELECT "productId", quantity
                    FROM jsonb_to_recordset(lost.lines) AS sold ("productId" bigint, quantity int)
                    """),
            SaleRecorded::number,
            sale -> "%s-%d-%06d".formatted(sale.store(), sale.register(), sale.sequence()));

    /** A refund names the sale that its store has under the number, which is the newest one here. */
    static final EntryTable<RefundRecorded> REFUNDS = new EntryTable<>(
            new EntryTable.Shape(
                    "refund",
                    "sequence",
                    "refunded_at",
                    "total",
                    "register_total",
                    """
                    sale_number, store_code, register, sequence, register_total, cashier, refunded_at, business_day, reason,
                    lines, subtotal, taxes, total, tender, payments, deposits, rounding
                    """,
                    new EntryTable.Shape.Form("""
                    coalesce((SELECT newest.number FROM sale named
                              JOIN sale newest USING (store_code, register, sequence)
                              WHERE named.number = "saleNumber" ORDER BY newest.lost, newest.generation DESC LIMIT 1), "saleNumber")
                        AS sale_number,
                    store AS store_code, register, sequence, "registerTotal" AS register_total, cashier,
                    "refundedAt" AS refunded_at, "businessDay" AS business_day, reason, lines, subtotal, taxes, total, tender,
                    payments, deposits, rounding
                    """, """
                    "saleNumber" text, sequence bigint, "registerTotal" bigint, cashier text, "refundedAt" timestamptz,
                    "businessDay" date, reason text, lines jsonb, subtotal bigint, taxes jsonb, total bigint, tender text,
                    payments jsonb, deposits bigint, rounding bigint
                    """),
                    """
                    SELECT "productId", -quantity
                    FROM jsonb_to_recordset(lost.lines)
                        AS back ("productId" bigint, quantity int, "backToShelf" boolean)
                    WHERE "backToShelf"
                    """),
            RefundRecorded::number,
            refund -> "%s-%d-R%06d".formatted(refund.store(), refund.register(), refund.sequence()));

    static final EntryTable<RegisterClosed> Z_REPORTS = new EntryTable<>(
            new EntryTable.Shape(
                    "z_report",
                    "day",
                    "closed_at",
                    "counted",
                    "0",
                    """
                    store_code, register, day, closed_by, closed_at, business_day, sales_after, last_sale, sales_total,
                    refunds_after, last_refund, refunds_total, expected, counted, difference, report
                    """,
                    new EntryTable.Shape.Form("""
                    store AS store_code, register, day, "closedBy" AS closed_by, "closedAt" AS closed_at,
                    "businessDay" AS business_day, (sales ->> 'after')::bigint AS sales_after,
                    (sales ->> 'last')::bigint AS last_sale, (sales ->> 'total')::bigint AS sales_total,
                    (refunds ->> 'after')::bigint AS refunds_after, (refunds ->> 'last')::bigint AS last_refund,
                    (refunds ->> 'total')::bigint AS refunds_total, (drawer ->> 'expected')::bigint AS expected, counted,
                    difference, json AS report
                    """, """
                    day int, "closedBy" text, "closedAt" timestamptz, "businessDay" date, sales jsonb, refunds jsonb,
                    drawer jsonb, counted bigint, difference bigint
                    """),
                    "SELECT 0::bigint, 0 WHERE false"),
            RegisterClosed::number,
            closing -> "%s-%d-Z%06d".formatted(closing.store(), closing.register(), closing.day()));

    private Books() {}

    /** Stores sales. */
    public static Recorded<SaleRecorded> recordSales(Transaction transaction, List<SaleRecorded> sales) {
        return SALES.record(transaction, sales);
    }

    /** Stores refunds; the sales of the same delivery come first. */
    public static Recorded<RefundRecorded> recordRefunds(Transaction transaction, List<RefundRecorded> refunds) {
        return REFUNDS.record(transaction, refunds);
    }

    /**
     * Stores Z reports.
     *
     * @return those that were not stored before
     */
    public static List<RegisterClosed> recordClosings(Transaction transaction, List<RegisterClosed> closings) {
        return Z_REPORTS.record(transaction, closings).fresh();
    }
}
