package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.SaleRecorded;
import dev.comptoir.contract.Event.StockCounted;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what stores told into their books, a batch in one statement. */
public final class Books {
    private Books() {}

    /** @throws IllegalArgumentException when a number, or a place in a register's book, is taken by another sale */
    public static void keepSales(Transaction transaction, List<SaleRecorded> sales) {
        int written = transaction
                .sql()
                .createUpdate("""
                        INSERT INTO sale (number, store_code, register, sequence, register_total, cashier, sold_at,
                                          business_day, lines, subtotal, taxes, total, payments, change)
                        SELECT number, store, register, sequence, "registerTotal", cashier, "soldAt", "businessDay", lines,
                               subtotal, taxes, total, payments, change
                        FROM jsonb_to_recordset(cast(:sales AS jsonb)) AS told (
                            number text, store text, register int, sequence bigint, "registerTotal" bigint, cashier text,
                            "soldAt" timestamptz, "businessDay" date, lines jsonb, subtotal bigint, taxes jsonb,
                            total bigint, payments jsonb, change bigint)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("sales", sales.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                .execute();
        if (written < sales.size()) {
            throw new IllegalArgumentException("a sale's number or sequence was told before with another sale");
        }
    }

    /** @throws IllegalArgumentException when a number, or a place in a register's book, is taken by another refund */
    public static void keepRefunds(Transaction transaction, List<RefundRecorded> refunds) {
        int written = transaction
                .sql()
                .createUpdate("""
                        INSERT INTO refund (number, sale_number, store_code, register, sequence, register_total, cashier,
                                            refunded_at, business_day, reason, lines, subtotal, taxes, total, tender)
                        SELECT number, "saleNumber", store, register, sequence, "registerTotal", cashier, "refundedAt",
                               "businessDay", reason, lines, subtotal, taxes, total, tender
                        FROM jsonb_to_recordset(cast(:refunds AS jsonb)) AS told (
                            number text, "saleNumber" text, store text, register int, sequence bigint,
                            "registerTotal" bigint, cashier text, "refundedAt" timestamptz, "businessDay" date, reason text,
                            lines jsonb, subtotal bigint, taxes jsonb, total bigint, tender text)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("refunds", refunds.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                .execute();
        if (written < refunds.size()) {
            throw new IllegalArgumentException("a refund's number or sequence was told before with another refund");
        }
    }

    public static void keepCounts(Transaction transaction, List<StockCounted> counts) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
                        SELECT store, "productId", counted, correction, "countedBy", "countedAt"
                        FROM jsonb_to_recordset(cast(:counts AS jsonb)) AS told (
                            store text, "productId" bigint, counted int, correction int, "countedBy" text,
                            "countedAt" timestamptz)
                        """)
                .bind("counts", counts.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                .execute();
    }
}
