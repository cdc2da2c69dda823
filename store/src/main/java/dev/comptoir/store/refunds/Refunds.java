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
import dev.comptoir.store.checkout.Taxes;
import dev.comptoir.store.refunds.RefundsApi.NewRefund;
import dev.comptoir.store.refunds.RefundsApi.NewRefundLine;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.Shelf.Place;
import java.sql.Timestamp;
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
import org.jdbi.v3.core.Handle;

/** Takes goods back. The sale is locked first, so that two registers cannot return the same unit. */
public final class Refunds {
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

    /** What came of it. */
    sealed interface Outcome {}

    record Taken(Refund refund) implements Outcome {}

    record UnknownSale() implements Outcome {}

    record OtherStore() implements Outcome {}

    record UnknownLine(int line) implements Outcome {}

    record NothingReturnable() implements Outcome {}

    record TooMuch(int line, int wanted, int returnable) implements Outcome {}

    /** The register's day is not open. */
    record RegisterClosed() implements Outcome {}

    /** A clerk needs a manager's approval for so much. */
    record ApprovalNeeded(Money total, Money limit) implements Outcome {}

    private record SoldSale(
            String number, String store, ZoneId timeZone, Money subtotal, List<TaxAmount> taxes, Tender firstTender) {}

    private record SoldLine(int line, long productId, int quantity, int returned, Money unitPrice) {
        int returnable() {
            return quantity - returned;
        }
    }

    /**
     * Takes lines of a sale back, or refuses.
     *
     * @param manager who stands behind it, when one does
     */
    Outcome take(
            Transaction transaction,
            Till till,
            String cashier,
            String number,
            NewRefund wanted,
            Optional<String> manager) {
        Optional<SoldSale> found = lockSale(transaction, number);
        if (found.isEmpty()) {
            return new UnknownSale();
        }
        SoldSale sale = found.get();
        if (!sale.store().equals(till.store())) {
            return new OtherStore();
        }
        Map<Integer, SoldLine> lines = new HashMap<>();
        lines(transaction, number).forEach(line -> lines.put(line.line(), line));
        List<NewRefundLine> asked = wanted.lines() == null
                ? everythingReturnable(lines, wanted.backToShelf() == null || wanted.backToShelf())
                : wanted.lines();
        Optional<Outcome> refusal = refusal(lines, asked);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Sums sums = sums(sale, lines, refundLines(lines, asked));
        if (manager.isEmpty() && limit.isLessThan(sums.total())) {
            return new ApprovalNeeded(sums.total(), limit);
        }
        Optional<Entry> entry = nextEntry(transaction, till, sums.total());
        if (entry.isEmpty()) {
            return new RegisterClosed();
        }
        Refund refund = refund(till, cashier, sale, sums, entry.get(), wanted);
        write(transaction, refund, entry.get());
        if (limit.isLessThan(sums.total())) {
            approvals.record(
                    transaction,
                    till,
                    Approvals.Kind.REFUND,
                    sale.number(),
                    sums.total(),
                    cashier,
                    manager.orElseThrow());
        }
        return new Taken(refund);
    }

    private static List<NewRefundLine> everythingReturnable(Map<Integer, SoldLine> lines, boolean backToShelf) {
        return lines.values().stream()
                .filter(line -> line.returnable() > 0)
                .map(line -> new NewRefundLine(line.line(), Quantity.of(line.returnable()), backToShelf))
                .toList();
    }

    private static Optional<Outcome> refusal(Map<Integer, SoldLine> lines, List<NewRefundLine> asked) {
        if (asked.isEmpty()) {
            return Optional.of(new NothingReturnable());
        }
        for (NewRefundLine line : asked) {
            SoldLine sold = lines.get(line.line());
            if (sold == null) {
                return Optional.of(new UnknownLine(line.line()));
            }
            if (line.quantity().units() > sold.returnable()) {
                return Optional.of(new TooMuch(line.line(), line.quantity().units(), sold.returnable()));
            }
        }
        return Optional.empty();
    }

    /** What comes back, at the prices and with the shares of the taxes that were paid. */
    private record Sums(List<Refund.Line> lines, Money subtotal, List<TaxAmount> taxes, Money total) {}

    private static Sums sums(SoldSale sale, Map<Integer, SoldLine> sold, List<Refund.Line> lines) {
        Money before = sold.values().stream()
                .map(line -> line.unitPrice().times(line.returned()))
                .reduce(Money.ZERO, Money::plus);
        Money subtotal = lines.stream().map(Refund.Line::amount).reduce(Money.ZERO, Money::plus);
        List<TaxAmount> taxes = sharesOf(sale.taxes(), sale.subtotal(), before, subtotal);
        return new Sums(lines, subtotal, taxes, subtotal.plus(Taxes.sum(taxes)));
    }

    private Refund refund(Till till, String cashier, SoldSale sale, Sums sums, Entry entry, NewRefund wanted) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Refund(
                "%s-%d-R%06d".formatted(till.store(), till.register(), entry.sequence()),
                sale.number(),
                till.store(),
                till.register(),
                cashier,
                now,
                LocalDate.ofInstant(now, sale.timeZone()),
                wanted.reason().strip(),
                sums.lines(),
                sums.subtotal(),
                sums.taxes(),
                sums.total(),
                wanted.tender() == null ? sale.firstTender() : wanted.tender());
    }

    private void write(Transaction transaction, Refund refund, Entry entry) {
        keep(transaction, refund, entry.sequence());
        putBack(transaction, refund);
        outbox.append(transaction, "headoffice", "RefundRecorded", Events.write(event(refund, entry)));
    }

    private static List<Refund.Line> refundLines(Map<Integer, SoldLine> sold, List<NewRefundLine> asked) {
        return asked.stream()
                .map(line -> {
                    SoldLine of = Objects.requireNonNull(sold.get(line.line()));
                    int units = line.quantity().units();
                    return new Refund.Line(
                            line.line(), of.productId(), units, of.unitPrice().times(units), line.backToShelf());
                })
                .toList();
    }

    /** Of each tax the share that falls to all refunds so far, less what was given back: so they add up to the sale. */
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

    private static RefundRecorded event(Refund refund, Entry entry) {
        return new RefundRecorded(
                refund.number(),
                refund.saleNumber(),
                refund.store(),
                refund.register(),
                entry.sequence(),
                Money.ofCents(entry.registerTotal()),
                refund.cashier(),
                refund.refundedAt(),
                refund.businessDay(),
                refund.reason(),
                refund.lines().stream()
                        .map(line ->
                                new RefundLine(line.productId(), line.quantity(), line.amount(), line.backToShelf()))
                        .toList(),
                refund.subtotal(),
                refund.taxes(),
                refund.total(),
                refund.tender());
    }

    private void putBack(Transaction transaction, Refund refund) {
        Map<Place, Integer> back = new HashMap<>();
        refund.lines().stream()
                .filter(Refund.Line::backToShelf)
                .forEach(
                        line -> back.merge(new Place(refund.store(), line.productId()), line.quantity(), Integer::sum));
        if (!back.isEmpty()) {
            shelf.add(transaction, back);
        }
    }

    private static Optional<SoldSale> lockSale(Transaction transaction, String number) {
        return transaction
                .sql()
                .createQuery("""
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
        Payment[] paid = Json.read(payments, Payment[].class);
        return paid.length == 0 ? Tender.CASH : paid[0].tender();
    }

    private static List<SoldLine> lines(Transaction transaction, String number) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT line, product_id, quantity, returned, unit_price FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT 1000
                        """)
                .bind("number", number)
                .map((row, context) -> new SoldLine(
                        row.getInt("line"),
                        row.getLong("product_id"),
                        row.getInt("quantity"),
                        row.getInt("returned"),
                        Money.ofCents(row.getLong("unit_price"))))
                .list();
    }

    private record Entry(long sequence, long registerTotal) {}

    /** Empty when the register's day is not open. */
    private static Optional<Entry> nextEntry(Transaction transaction, Till till, Money total) {
        return transaction
                .sql()
                .createQuery("""
                        UPDATE register SET refund_sequence = refund_sequence + 1, refunds_total = refunds_total + :total
                        WHERE store_code = :store AND number = :register AND open
                        RETURNING refund_sequence, refunds_total
                        """)
                .bind("total", total.cents())
                .bind("store", till.store())
                .bind("register", till.register())
                .map((row, context) -> new Entry(row.getLong(1), row.getLong(2)))
                .findOne();
    }

    private static void keep(Transaction transaction, Refund refund, long sequence) {
        for (Refund.Line line : refund.lines()) {
            transaction
                    .sql()
                    .createUpdate("UPDATE sale_line SET returned = returned + :quantity"
                            + " WHERE sale_number = :number AND line = :line")
                    .bind("quantity", line.quantity())
                    .bind("number", refund.saleNumber())
                    .bind("line", line.line())
                    .execute();
        }
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO refund (number, sale_number, store_code, register, sequence, cashier, refunded_at,
                                            business_day, reason, lines, subtotal, taxes, total, tender)
                        VALUES (:number, :sale, :store, :register, :sequence, :cashier, :refundedAt, :businessDay,
                                :reason, cast(:lines AS jsonb), :subtotal, cast(:taxes AS jsonb), :total, :tender)
                        """)
                .bind("number", refund.number())
                .bind("sale", refund.saleNumber())
                .bind("store", refund.store())
                .bind("register", refund.register())
                .bind("sequence", sequence)
                .bind("cashier", refund.cashier())
                .bind("refundedAt", Timestamp.from(refund.refundedAt()))
                .bind("businessDay", refund.businessDay())
                .bind("reason", refund.reason())
                .bind("lines", Json.text(refund.lines()))
                .bind("subtotal", refund.subtotal().cents())
                .bind("taxes", Json.text(refund.taxes()))
                .bind("total", refund.total().cents())
                .bind("tender", refund.tender().word())
                .execute();
    }

    /** The refunds of a sale, in the order in which they were made. */
    public static List<Refund> of(Handle sql, String saleNumber) {
        return sql.createQuery("""
                        SELECT number, store_code, register, cashier, refunded_at, business_day, reason, lines, subtotal,
                               taxes, total, tender
                        FROM refund WHERE sale_number = :sale ORDER BY refunded_at, number LIMIT 10000
                        """)
                .bind("sale", saleNumber)
                .map((row, context) -> new Refund(
                        row.getString("number"),
                        saleNumber,
                        row.getString("store_code"),
                        row.getInt("register"),
                        row.getString("cashier"),
                        row.getTimestamp("refunded_at").toInstant(),
                        row.getObject("business_day", LocalDate.class),
                        row.getString("reason"),
                        List.of(Json.read(row.getString("lines"), Refund.Line[].class)),
                        Money.ofCents(row.getLong("subtotal")),
                        List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                        Money.ofCents(row.getLong("total")),
                        Tender.of(row.getString("tender"))))
                .list();
    }
}
