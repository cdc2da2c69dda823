package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.refunds.Refund.Returned;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The SQL of refunds: the book of refunds that each register keeps. */
public final class RefundBook {
    private static final int REFUNDS_LIMIT = 10_000;

    private RefundBook() {}

    /**
     * The place of a refund in its register's book.
     *
     * @param registerTotal of all refunds of the register, this one included
     * @param dayOpenedAt when the register's day was opened
     */
    record Entry(long sequence, Money registerTotal, Instant dayOpenedAt) {
        String number(Till till) {
            return "%s-%d-R%06d".formatted(till.store(), till.register(), sequence);
        }
    }

    /** Locks the register. Empty when its day is not open. */
    static Optional<Entry> nextEntry(Transaction transaction, Till till, Money total) {
        return transaction
                .query("""
                        UPDATE register r SET refund_sequence = refund_sequence + 1, refunds_total = refunds_total + :total
                        FROM register_day d
                        WHERE r.store_code = :store AND r.number = :register AND r.open
                          AND d.store_code = r.store_code AND d.register = r.number AND d.day = r.day
                        RETURNING r.refund_sequence, r.refunds_total, d.opened_at
                        """)
                .bindMethods(till)
                .bind("total", total)
                .map((row, context) -> new Entry(
                        row.getLong(1),
                        Money.ofCents(row.getLong(2)),
                        row.getTimestamp(3).toInstant()))
                .findOne();
    }

    /** When the register's day was opened; empty when it is not open. */
    static Optional<Instant> dayOpenedAt(Handle sql, Till till) {
        return sql.createQuery("""
                        SELECT d.opened_at FROM register r
                        JOIN register_day d ON d.store_code = r.store_code AND d.register = r.number AND d.day = r.day
                        WHERE r.store_code = :store AND r.number = :register AND r.open
                        """).bindMethods(till).mapTo(Instant.class).findOne();
    }

    /** Writes a refund, and counts its units in the lines of its sale. */
    static void write(Transaction transaction, Refund refund, long sequence, Optional<String> approvedBy) {
        countReturned(transaction, refund);
        insert(transaction, refund, sequence, approvedBy);
    }

    private static void countReturned(Transaction transaction, Refund refund) {
        for (Refund.Line line : refund.returned().lines()) {
            transaction
                    .update("UPDATE sale_line SET returned = returned + :quantity"
                            + " WHERE sale_number = :number AND line = :line")
                    .bind("quantity", line.quantity())
                    .bind("number", refund.saleNumber())
                    .bind("line", line.line())
                    .execute();
        }
    }

    private static void insert(Transaction transaction, Refund refund, long sequence, Optional<String> approvedBy) {
        transaction
                .update("""
                        INSERT INTO refund (number, sale_number, store_code, register, sequence, cashier, refunded_at,
                                            business_day, reason, lines, subtotal, taxes, deposits, total, tender, payments,
                                            rounding, approved_by)
                        VALUES (:number, :saleNumber, :store, :register, :sequence, :cashier, :refundedAt, :businessDay,
                                :reason, cast(:lines AS jsonb), :subtotal, cast(:taxes AS jsonb), :deposits, :total,
                                :tender, cast(:payments AS jsonb), :rounding, :approvedBy)
                        """)
                .bindMethods(refund)
                .bindMethods(refund.till())
                .bindMethods(refund.returned().amounts())
                .bind("sequence", sequence)
                .bind("lines", Json.text(refund.returned().lines()))
                .bind("taxes", Json.text(refund.returned().amounts().taxes()))
                .bind("tender", refund.returned().tender())
                .bind("payments", Json.text(refund.returned().payments()))
                .bind("rounding", refund.returned().rounding())
                .bindByType("approvedBy", approvedBy.orElse(null), String.class)
                .execute();
    }

    /** The refunds of a sale at whatever store, oldest first. */
    public static List<Refund> of(Handle sql, String saleNumber) {
        List<Refund> others = ReservedSales.refundsOf(sql, saleNumber);
        List<Refund> own = ofDeployment(sql, saleNumber);
        return others.isEmpty()
                ? own
                : Stream.concat(own.stream(), others.stream())
                        .sorted(Comparator.comparing(Refund::refundedAt).thenComparing(Refund::number))
                        .toList();
    }

    private static List<Refund> ofDeployment(Handle sql, String saleNumber) {
        return sql.createQuery("""
                        SELECT number, sale_number, store_code, register, cashier, refunded_at, business_day, reason, lines,
                               subtotal, taxes, deposits, total, tender, payments, rounding
                        FROM refund WHERE sale_number = :sale ORDER BY refunded_at, number LIMIT :limit
                        """)
                .bind("sale", saleNumber)
                .bind("limit", REFUNDS_LIMIT)
                .map(RefundBook::read)
                .list();
    }

    private static Refund read(RowView row) {
        return new Refund(
                row.getColumn("number", String.class),
                row.getColumn("sale_number", String.class),
                new Till(row.getColumn("store_code", String.class), row.getColumn("register", Integer.class)),
                row.getColumn("cashier", String.class),
                row.getColumn("refunded_at", Instant.class),
                row.getColumn("business_day", LocalDate.class),
                row.getColumn("reason", String.class),
                new Returned(
                        List.of(Json.read(row.getColumn("lines", String.class), Refund.Line[].class)),
                        Amounts.read(row),
                        row.getColumn("tender", Tender.class),
                        payments(row),
                        row.getColumn("rounding", Money.class)));
    }

    private static List<Payment> payments(RowView row) {
        String payments = row.getColumn("payments", String.class);
        if (payments != null) {
            return List.of(Json.read(payments, Payment[].class));
        }
        Money total = row.getColumn("total", Money.class);
        return total.isZero() ? List.of() : List.of(new Payment(row.getColumn("tender", Tender.class), total));
    }
}
