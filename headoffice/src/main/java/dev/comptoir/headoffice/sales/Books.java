package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.stream.Collectors;

/** Records the sales, refunds and stock counts of the stores, each batch with one statement. */
public final class Books {
    private static final String RECORD_SALES = """
            INSERT INTO sale (number, store_code, register, sequence, register_total, cashier, sold_at, business_day, lines,
                              subtotal, taxes, total, payments, change)
            SELECT number, store, register, sequence, "registerTotal", cashier, "soldAt", "businessDay", lines, subtotal,
                   taxes, total, payments, change
            FROM jsonb_to_recordset(cast(:events AS jsonb)) AS event (
                number text, store text, register int, sequence bigint, "registerTotal" bigint, cashier text,
                "soldAt" timestamptz, "businessDay" date, lines jsonb, subtotal bigint, taxes jsonb, total bigint,
                payments jsonb, change bigint)
            ON CONFLICT DO NOTHING
            """;
    private static final String RECORD_REFUNDS = """
            INSERT INTO refund (number, sale_number, store_code, register, sequence, register_total, cashier, refunded_at,
                                business_day, reason, lines, subtotal, taxes, total, tender)
            SELECT number, "saleNumber", store, register, sequence, "registerTotal", cashier, "refundedAt", "businessDay",
                   reason, lines, subtotal, taxes, total, tender
            FROM jsonb_to_recordset(cast(:events AS jsonb)) AS event (
                number text, "saleNumber" text, store text, register int, sequence bigint, "registerTotal" bigint,
                cashier text, "refundedAt" timestamptz, "businessDay" date, reason text, lines jsonb, subtotal bigint,
                taxes jsonb, total bigint, tender text)
            ON CONFLICT DO NOTHING
            """;
    private static final String RECORD_COUNTS = """
            INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
            SELECT store, "productId", counted, correction, "countedBy", "countedAt"
            FROM jsonb_to_recordset(cast(:events AS jsonb)) AS event (
                store text, "productId" bigint, counted int, correction int, "countedBy" text, "countedAt" timestamptz)
            """;

    private Books() {}

    /** @throws IllegalArgumentException when another sale has the number or the sequence of one of these */
    public static void recordSales(Transaction transaction, List<SaleRecorded> sales) {
        if (record(transaction, RECORD_SALES, sales) < sales.size()) {
            throw new IllegalArgumentException("another sale has the same number or sequence");
        }
    }

    /** @throws IllegalArgumentException when another refund has the number or the sequence of one of these */
    public static void recordRefunds(Transaction transaction, List<RefundRecorded> refunds) {
        if (record(transaction, RECORD_REFUNDS, refunds) < refunds.size()) {
            throw new IllegalArgumentException("another refund has the same number or sequence");
        }
    }

    public static void recordCounts(Transaction transaction, List<StockCounted> counts) {
        record(transaction, RECORD_COUNTS, counts);
    }

    /** How many rows were written; none without a statement when there are no events. */
    private static int record(Transaction transaction, String statement, List<? extends Event> events) {
        return events.isEmpty()
                ? 0
                : transaction
                        .update(statement)
                        .bind("events", events.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                        .execute();
    }
}
