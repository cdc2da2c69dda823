package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Records the sales, refunds, Z reports and stock counts of the stores, each batch with one statement. */
public final class Books {
    static final EntryTable<SaleRecorded> SALES = new EntryTable<>(
            new EntryTable.Shape("sale", "sequence", "sold_at", "total", "register_total", """
                    store_code, register, sequence, register_total, cashier, sold_at, business_day, lines, subtotal, taxes,
                    total, payments, change
                    """, """
                    store AS store_code, register, sequence, "registerTotal" AS register_total, cashier, "soldAt" AS sold_at,
                    "businessDay" AS business_day, lines, subtotal, taxes, total, payments, change
                    """, """
                    sequence bigint, "registerTotal" bigint, cashier text, "soldAt" timestamptz, "businessDay" date,
                    lines jsonb, subtotal bigint, taxes jsonb, total bigint, payments jsonb, change bigint
                    """),
            SaleRecorded::number,
            sale -> "%s-%d-%06d".formatted(sale.store(), sale.register(), sale.sequence()));

    /** A refund names the sale that its store has under the number, which is the newest one here. */
    static final EntryTable<RefundRecorded> REFUNDS = new EntryTable<>(
            new EntryTable.Shape("refund", "sequence", "refunded_at", "total", "register_total", """
                    sale_number, store_code, register, sequence, register_total, cashier, refunded_at, business_day, reason,
                    lines, subtotal, taxes, total, tender
                    """, """
                    coalesce((SELECT newest.number FROM sale named
                              JOIN sale newest USING (store_code, register, sequence)
                              WHERE named.number = "saleNumber" ORDER BY newest.lost, newest.generation DESC LIMIT 1), "saleNumber")
                        AS sale_number,
                    store AS store_code, register, sequence, "registerTotal" AS register_total, cashier,
                    "refundedAt" AS refunded_at, "businessDay" AS business_day, reason, lines, subtotal, taxes, total, tender
                    """, """
                    "saleNumber" text, sequence bigint, "registerTotal" bigint, cashier text, "refundedAt" timestamptz,
                    "businessDay" date, reason text, lines jsonb, subtotal bigint, taxes jsonb, total bigint, tender text
                    """),
            RefundRecorded::number,
            refund -> "%s-%d-R%06d".formatted(refund.store(), refund.register(), refund.sequence()));

    static final EntryTable<RegisterClosed> Z_REPORTS = new EntryTable<>(
            new EntryTable.Shape("z_report", "day", "closed_at", "counted", "0", """
                    store_code, register, day, closed_by, closed_at, business_day, sales_after, last_sale, sales_total,
                    refunds_after, last_refund, refunds_total, expected, counted, difference, report
                    """, """
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
            RegisterClosed::number,
            closing -> "%s-%d-Z%06d".formatted(closing.store(), closing.register(), closing.day()));

    private static final String RECORD_COUNTS = """
            WITH event AS (
                SELECT DISTINCT ON (store, "productId", "countedAt") *
                FROM jsonb_to_recordset(cast(:events AS jsonb)) AS event (
                    store text, "productId" bigint, counted int, correction int, "countedBy" text, "countedAt" timestamptz))
            INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
            SELECT store, "productId", counted, correction, "countedBy", "countedAt" FROM event
            WHERE NOT EXISTS (SELECT FROM stock_count WHERE store_code = store AND product_id = "productId"
                                                        AND counted_at = "countedAt")
            RETURNING store_code AS store, product_id, counted, correction, counted_by, counted_at
            """;

    private Books() {}

    /**
     * Stores sales.
     *
     * @return those that were not stored before
     */
    public static List<SaleRecorded> recordSales(Transaction transaction, List<SaleRecorded> sales) {
        return SALES.record(transaction, sales);
    }

    /**
     * Stores refunds; the sales of the same delivery come first.
     *
     * @return those that were not stored before
     */
    public static List<RefundRecorded> recordRefunds(Transaction transaction, List<RefundRecorded> refunds) {
        return REFUNDS.record(transaction, refunds);
    }

    /**
     * Stores Z reports.
     *
     * @return those that were not stored before
     */
    public static List<RegisterClosed> recordClosings(Transaction transaction, List<RegisterClosed> closings) {
        return Z_REPORTS.record(transaction, closings);
    }

    /**
     * Stores stock counts; a count of the same product at the same moment is a repeat.
     *
     * @return those that were not stored before
     */
    public static List<StockCounted> recordCounts(Transaction transaction, List<StockCounted> counts) {
        return counts.isEmpty()
                ? List.of()
                : transaction
                        .query(RECORD_COUNTS)
                        .bind("events", counts.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                        .map(ConstructorMapper.of(StockCounted.class))
                        .list();
    }
}
