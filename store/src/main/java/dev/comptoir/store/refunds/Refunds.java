package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.checkout.Taxes;
import dev.comptoir.store.refunds.NewRefund.NewRefundLine;
import dev.comptoir.store.refunds.Refund.Returned;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.Shelf.Place;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.RowView;

/** Refunds sales. The sale is locked first, so that two registers cannot refund the same unit. */
public final class Refunds {
    private static final int LINES_LIMIT = 1_000;
    private static final int REFUNDS_LIMIT = 10_000;

    private static final RowMapper<SoldLine> SOLD_LINE = ConstructorMapper.of(SoldLine.class);

    private final Shelf shelf;
    private final Outbox outbox;
    private final Approvals approvals;
    private final Money limit;
    private final Clock clock;

    /** @param limit up to which a clerk needs no approval */
    public Refunds(Shelf shelf, Outbox outbox, Approvals approvals, Money limit, Clock clock) {
        this.shelf = shelf;
        this.outbox = outbox;
        this.approvals = approvals;
        this.limit = limit;
        this.clock = clock;
    }

    sealed interface Outcome {}

    record Refunded(Refund refund) implements Outcome {}

    sealed interface Refusal extends Outcome {}

    /** No sale has the number. */
    record NotFound() implements Refusal {}

    record OtherStore() implements Refusal {}

    record UnknownLine(int line) implements Refusal {}

    record NothingReturnable() implements Refusal {}

    record ReturnedTooMuch(int line, int wanted, int returnable) implements Refusal {}

    record RegisterClosed() implements Refusal {}

    record ApprovalNeeded(Money total, Money limit) implements Refusal {}

    private record SoldSale(
            String number, String store, ZoneId timeZone, Money subtotal, List<TaxAmount> taxes, Tender firstTender) {}

    private record SoldLine(int line, long productId, int quantity, int returned, Money unitPrice) {
        int returnable() {
            return quantity - returned;
        }
    }

    Outcome refund(Transaction transaction, RefundOrder order) {
        Optional<SoldSale> sale = lockSale(transaction, order.sale());
        if (sale.isEmpty()) {
            return new NotFound();
        }
        if (!sale.get().store().equals(order.till().store())) {
            return new OtherStore();
        }
        Map<Integer, SoldLine> sold = soldLines(transaction, order.sale());
        List<NewRefundLine> lines = requestedLines(order.refund(), sold);
        Optional<Refusal> refusal = refusal(sold, lines);
        return refusal.isPresent()
                ? refusal.get()
                : record(transaction, order, sale.get(), returned(order.refund(), sale.get(), sold, lines));
    }

    private static List<NewRefundLine> requestedLines(NewRefund refund, Map<Integer, SoldLine> sold) {
        if (refund.lines() != null) {
            return refund.lines();
        }
        boolean backToShelf = refund.backToShelf() == null || refund.backToShelf();
        return sold.values().stream()
                .filter(line -> line.returnable() > 0)
                .map(line -> new NewRefundLine(line.line(), Quantity.of(line.returnable()), backToShelf))
                .toList();
    }

    private static Optional<Refusal> refusal(Map<Integer, SoldLine> sold, List<NewRefundLine> lines) {
        if (lines.isEmpty()) {
            return Optional.of(new NothingReturnable());
        }
        for (NewRefundLine line : lines) {
            SoldLine of = sold.get(line.line());
            if (of == null) {
                return Optional.of(new UnknownLine(line.line()));
            }
            if (line.quantity().units() > of.returnable()) {
                return Optional.of(
                        new ReturnedTooMuch(line.line(), line.quantity().units(), of.returnable()));
            }
        }
        return Optional.empty();
    }

    /** At the prices, and with the shares of the taxes, that were paid. */
    private static Returned returned(
            NewRefund refund, SoldSale sale, Map<Integer, SoldLine> sold, List<NewRefundLine> lines) {
        List<Refund.Line> refunded =
                lines.stream().map(line -> refundLine(sold, line)).toList();
        Money before =
                Money.sum(sold.values().stream().map(line -> line.unitPrice().times(line.returned())));
        Money subtotal = Money.sum(refunded.stream().map(Refund.Line::amount));
        return new Returned(
                refunded,
                Amounts.of(subtotal, sharesOf(sale.taxes(), sale.subtotal(), before, subtotal)),
                refund.tender() == null ? sale.firstTender() : refund.tender());
    }

    private static Refund.Line refundLine(Map<Integer, SoldLine> sold, NewRefundLine line) {
        SoldLine of = Objects.requireNonNull(sold.get(line.line()));
        int units = line.quantity().units();
        return new Refund.Line(
                line.line(), of.productId(), units, of.unitPrice().times(units), line.backToShelf());
    }

    /** Of each tax the share of all refunds so far, less what was refunded before: so they add up to the sale. */
    static List<TaxAmount> sharesOf(List<TaxAmount> taxes, Money saleSubtotal, Money before, Money subtotal) {
        long whole = Math.max(1, saleSubtotal.cents());
        long after = before.plus(subtotal).cents();
        return taxes.stream()
                .map(tax -> new TaxAmount(
                        tax.name(),
                        tax.perMillion(),
                        Taxes.share(tax.amount(), after, whole)
                                .minus(Taxes.share(tax.amount(), before.cents(), whole))))
                .toList();
    }

    private Outcome record(Transaction transaction, RefundOrder order, SoldSale sale, Returned returned) {
        Money total = returned.amounts().total();
        boolean aboveLimit = limit.isLessThan(total);
        if (aboveLimit && order.manager().isEmpty()) {
            return new ApprovalNeeded(total, limit);
        }
        Optional<Entry> entry = nextEntry(transaction, order.till(), total);
        if (entry.isEmpty()) {
            return new RegisterClosed();
        }
        Refund refund = refund(order, sale, returned, entry.get());
        write(transaction, refund, entry.get());
        if (aboveLimit) {
            approvals.record(
                    transaction,
                    order.till(),
                    Approvals.Kind.REFUND,
                    refund.saleNumber(),
                    total,
                    order.cashier(),
                    order.manager().orElseThrow());
        }
        return new Refunded(refund);
    }

    private Refund refund(RefundOrder order, SoldSale sale, Returned returned, Entry entry) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Refund(
                "%s-%d-R%06d".formatted(order.till().store(), order.till().register(), entry.sequence()),
                sale.number(),
                order.till(),
                order.cashier(),
                now,
                LocalDate.ofInstant(now, sale.timeZone()),
                order.refund().reason().strip(),
                returned);
    }

    private void write(Transaction transaction, Refund refund, Entry entry) {
        countReturned(transaction, refund);
        insert(transaction, refund, entry.sequence());
        putBack(transaction, refund);
        outbox.append(transaction, "headoffice", "RefundRecorded", Events.write(event(refund, entry)));
    }

    private static RefundRecorded event(Refund refund, Entry entry) {
        Returned returned = refund.returned();
        return new RefundRecorded(
                refund.number(),
                refund.saleNumber(),
                refund.till().store(),
                refund.till().register(),
                entry.sequence(),
                entry.registerTotal(),
                refund.cashier(),
                refund.refundedAt(),
                refund.businessDay(),
                refund.reason(),
                returned.lines().stream()
                        .map(line ->
                                new RefundLine(line.productId(), line.quantity(), line.amount(), line.backToShelf()))
                        .toList(),
                returned.amounts().subtotal(),
                returned.amounts().taxes(),
                returned.amounts().total(),
                returned.tender());
    }

    private void putBack(Transaction transaction, Refund refund) {
        Map<Place, Integer> back = new HashMap<>();
        refund.returned().lines().stream()
                .filter(Refund.Line::backToShelf)
                .forEach(line ->
                        back.merge(new Place(refund.till().store(), line.productId()), line.quantity(), Integer::sum));
        if (!back.isEmpty()) {
            shelf.add(transaction, back);
        }
    }

    private static Optional<SoldSale> lockSale(Transaction transaction, String number) {
        return transaction
                .query("""
                        SELECT e.number, e.store_code, s.time_zone, e.subtotal, e.taxes, e.payments
                        FROM sale e JOIN store s ON s.code = e.store_code
                        WHERE e.number = :number FOR NO KEY UPDATE OF e
                        """)
                .bind("number", number)
                .map((row, context) -> new SoldSale(
                        row.getString("number"),
                        row.getString("store_code"),
                        ZoneId.of(row.getString("time_zone")),
                        Money.ofCents(row.getLong("subtotal")),
                        List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                        firstTender(row.getString("payments"))))
                .findOne();
    }

    private static Tender firstTender(String payments) {
        return Stream.of(Json.read(payments, Payment[].class))
                .map(Payment::tender)
                .filter(tender -> tender != Tender.UNKNOWN)
                .findFirst()
                .orElse(Tender.CASH);
    }

    private static Map<Integer, SoldLine> soldLines(Transaction transaction, String number) {
        return transaction
                .query("""
                        SELECT line, product_id, quantity, returned, unit_price FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT :limit
                        """)
                .bind("number", number)
                .bind("limit", LINES_LIMIT)
                .map(SOLD_LINE)
                .collectToMap(SoldLine::line, Function.identity());
    }

    /**
     * The place of a refund in its register's book.
     *
     * @param registerTotal of all refunds of the register, this one included
     */
    private record Entry(long sequence, Money registerTotal) {}

    /** Empty when the register's day is not open. */
    private static Optional<Entry> nextEntry(Transaction transaction, Till till, Money total) {
        return transaction
                .query("""
                        UPDATE register SET refund_sequence = refund_sequence + 1, refunds_total = refunds_total + :total
                        WHERE store_code = :store AND number = :register AND open
                        RETURNING refund_sequence, refunds_total
                        """)
                .bindMethods(till)
                .bind("total", total)
                .map((row, context) -> new Entry(row.getLong(1), Money.ofCents(row.getLong(2))))
                .findOne();
    }

    private static void insert(Transaction transaction, Refund refund, long sequence) {
        transaction
                .update("""
                        INSERT INTO refund (number, sale_number, store_code, register, sequence, cashier, refunded_at,
                                            business_day, reason, lines, subtotal, taxes, total, tender)
                        VALUES (:number, :saleNumber, :store, :register, :sequence, :cashier, :refundedAt, :businessDay,
                                :reason, cast(:lines AS jsonb), :subtotal, cast(:taxes AS jsonb), :total, :tender)
                        """)
                .bindMethods(refund)
                .bindMethods(refund.till())
                .bindMethods(refund.returned().amounts())
                .bind("sequence", sequence)
                .bind("lines", Json.text(refund.returned().lines()))
                .bind("taxes", Json.text(refund.returned().amounts().taxes()))
                .bind("tender", refund.returned().tender())
                .execute();
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

    /** The refunds of a sale, oldest first. */
    public static List<Refund> of(Handle sql, String saleNumber) {
        return sql.createQuery("""
                        SELECT number, sale_number, store_code, register, cashier, refunded_at, business_day, reason, lines,
                               subtotal, taxes, total, tender
                        FROM refund WHERE sale_number = :sale ORDER BY refunded_at, number LIMIT :limit
                        """)
                .bind("sale", saleNumber)
                .bind("limit", REFUNDS_LIMIT)
                .map(Refunds::read)
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
                        row.getColumn("tender", Tender.class)));
    }
}
