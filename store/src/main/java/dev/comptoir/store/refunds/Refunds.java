package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approved;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.checkout.CashRounding;
import dev.comptoir.store.refunds.NewRefund.NewRefundLine;
import dev.comptoir.store.refunds.Refund.Returned;
import dev.comptoir.store.refunds.TenderBalance.HandBack;
import dev.comptoir.store.registers.StoreProfiles;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.Shelf.Place;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Refunds sales. The sale is locked first, so that two registers cannot refund the same unit. */
public final class Refunds {
    private static final int LINES_LIMIT = 1_000;
    private static final int REFUNDS_LIMIT = 10_000;

    private final Shelf shelf;
    private final Outbox outbox;
    private final Approvals approvals;
    private final RefundLimits limits;
    private final Clock clock;

    public Refunds(Shelf shelf, Outbox outbox, Approvals approvals, RefundLimits limits, Clock clock) {
        this.shelf = shelf;
        this.outbox = outbox;
        this.approvals = approvals;
        this.limits = limits;
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

    /**
     * @param amount of the refund and those that count with it
     * @param limit of the amount
     */
    record ApprovalNeeded(Limit exceeded, Money amount, Money limit) implements Refusal {}

    /** What a clerk may not exceed without approval: the word is a member of the problem. */
    enum Limit {
        /** The refunds of one sale. */
        SALE,

        /** The refunds of one clerk on one business day. */
        DAY,

        /** What a tender paid of the sale. */
        TENDER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record SoldSale(
            String number,
            String store,
            StoreProfiles profiles,
            List<TaxAmount> taxes,
            Money total,
            List<Payment> payments) {
        private Money byCard() {
            return Money.sum(payments.stream()
                    .filter(payment -> payment.tender() == Tender.CARD)
                    .map(Payment::amount));
        }

        private boolean wasCardFirst() {
            return !payments.isEmpty() && payments.getFirst().tender() == Tender.CARD;
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
        return refusal.isPresent() ? refusal.get() : record(transaction, order, sale.get(), sold, lines);
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
    private static Amounts amounts(SoldSale sale, Map<Integer, SoldLine> sold, List<Refund.Line> lines) {
        Map<Integer, Integer> units =
                lines.stream().collect(Collectors.toMap(Refund.Line::line, Refund.Line::quantity));
        return Amounts.of(
                Money.sum(lines.stream().map(Refund.Line::amount)),
                SoldLine.taxesOfNext(sale.taxes(), sold.values(), units),
                Money.sum(lines.stream().map(Refund.Line::deposit)));
    }

    private static Refund.Line refundLine(Map<Integer, SoldLine> sold, NewRefundLine line) {
        SoldLine of = Objects.requireNonNull(sold.get(line.line()));
        int units = line.quantity().units();
        return new Refund.Line(
                line.line(),
                of.productId(),
                units,
                of.amountOfNext(units),
                line.backToShelf(),
                of.taxes(),
                of.depositOfNext(units));
    }

    private Outcome record(
            Transaction transaction,
            RefundOrder order,
            SoldSale sale,
            Map<Integer, SoldLine> sold,
            List<NewRefundLine> wanted) {
        List<Refund.Line> lines =
                wanted.stream().map(line -> refundLine(sold, line)).toList();
        Amounts amounts = amounts(sale, sold, lines);
        Optional<Entry> entry = nextEntry(transaction, order.till(), amounts.total());
        if (entry.isEmpty()) {
            return new RegisterClosed();
        }
        TenderBalance balance = balance(transaction, sale);
        Optional<ApprovalNeeded> exceeded = exceeded(transaction, order, sale, balance, amounts.total(), entry.get());
        if (exceeded.isPresent() && order.manager().isEmpty()) {
            return transaction.refuse(exceeded.get());
        }
        HandBack handBack = balance.of(amounts.total(), order.refund().tender());
        Returned returned = new Returned(lines, amounts, handBack.tender(), handBack.payments(), handBack.rounding());
        Refund refund = refund(order, sale, returned, entry.get());
        Optional<String> approvedBy = exceeded.flatMap(limit -> order.manager());
        write(transaction, refund, entry.get(), approvedBy);
        approvedBy.ifPresent(manager -> recordApproval(transaction, order, refund, manager));
        return new Refunded(refund);
    }

    /** The first limit that the refund exceeds. */
    private Optional<ApprovalNeeded> exceeded(
            Transaction transaction,
            RefundOrder order,
            SoldSale sale,
            TenderBalance balance,
            Money total,
            Entry entry) {
        Money ofSale = balance.returned().plus(total);
        if (limits.ofSale().isLessThan(ofSale)) {
            return Optional.of(new ApprovalNeeded(Limit.SALE, ofSale, limits.ofSale()));
        }
        Tender tender = order.refund().tender();
        if (tender != null && balance.left(tender).isLessThan(total)) {
            return Optional.of(new ApprovalNeeded(Limit.TENDER, total, balance.left(tender)));
        }
        LocalDate day = sale.profiles().day(entry.dayOpenedAt());
        Money ofDay = refundedWithoutApproval(transaction, order, day).plus(total);
        return limits.ofDay().isLessThan(ofDay)
                ? Optional.of(new ApprovalNeeded(Limit.DAY, ofDay, limits.ofDay()))
                : Optional.empty();
    }

    /** By this cashier on this day. Refunds of one cashier at several registers wait for each other. */
    private static Money refundedWithoutApproval(Transaction transaction, RefundOrder order, LocalDate day) {
        transaction
                .query("SELECT pg_advisory_xact_lock(hashtextextended('refunds ' || :cashier, 3))::text")
                .bind("cashier", order.cashier())
                .mapTo(String.class)
                .one();
        return transaction
                .query("""
                        SELECT coalesce(sum(total), 0) FROM refund
                        WHERE store_code = :store AND cashier = :cashier AND business_day = :day AND approved_by IS NULL
                        """)
                .bind("store", order.till().store())
                .bind("cashier", order.cashier())
                .bind("day", day)
                .mapTo(Money.class)
                .one();
    }

    private void recordApproval(Transaction transaction, RefundOrder order, Refund refund, String manager) {
        Money total = refund.returned().amounts().total();
        approvals.record(
                transaction,
                order.till(),
                Approved.of(Approvals.Kind.REFUND, refund.saleNumber(), total),
                order.cashier(),
                manager);
    }

    /** What the refunds of a sale have given back so far. */
    private static final String RETURNED = """
            SELECT coalesce(sum(total), 0) AS total, coalesce(sum(paid.cash), 0) AS cash, coalesce(sum(paid.card), 0) AS card
            FROM refund,
                 LATERAL (SELECT sum(p.amount) FILTER (WHERE p.tender = 'cash') AS cash,
                                 sum(p.amount) FILTER (WHERE p.tender = 'card') AS card
                          FROM jsonb_to_recordset(coalesce(payments, jsonb_build_array(jsonb_build_object(
                                   'tender', tender, 'amount', total)))) AS p (tender text, amount bigint)) AS paid
            WHERE sale_number = :number
            """;

    private TenderBalance balance(Transaction transaction, SoldSale sale) {
        CashRounding coins = new CashRounding(
                sale.profiles().inForce(sale.profiles().day(clock.instant())).cashIncrement());
        return transaction
                .query(RETURNED)
                .bind("number", sale.number())
                .map((row, context) -> {
                    Money card = Money.ofCents(row.getLong("card"));
                    Money cash = Money.ofCents(row.getLong("total")).minus(card);
                    return new TenderBalance(
                            sale.total().minus(sale.byCard()).minus(cash),
                            sale.byCard().minus(card),
                            sale.wasCardFirst(),
                            card,
                            cash,
                            Money.ofCents(row.getLong("cash")),
                            coins);
                })
                .one();
    }

    private Refund refund(RefundOrder order, SoldSale sale, Returned returned, Entry entry) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Refund(
                "%s-%d-R%06d".formatted(order.till().store(), order.till().register(), entry.sequence()),
                sale.number(),
                order.till(),
                order.cashier(),
                now,
                sale.profiles().day(entry.dayOpenedAt()),
                order.refund().reason().strip(),
                returned);
    }

    private void write(Transaction transaction, Refund refund, Entry entry, Optional<String> approvedBy) {
        countReturned(transaction, refund);
        insert(transaction, refund, entry.sequence(), approvedBy);
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
                returned.lines().stream().map(Refunds::eventLine).toList(),
                returned.amounts().subtotal(),
                returned.amounts().taxes(),
                returned.amounts().total(),
                returned.tender(),
                returned.payments(),
                returned.amounts().deposits(),
                returned.rounding());
    }

    private static RefundLine eventLine(Refund.Line line) {
        return new RefundLine(
                line.productId(), line.quantity(), line.amount(), line.backToShelf(), line.taxes(), line.deposit());
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
                        SELECT e.number, e.store_code, s.name, s.time_zone, s.taxes AS store_taxes, s.profiles, e.taxes,
                               e.total, e.payments
                        FROM sale e JOIN store s ON s.code = e.store_code
                        WHERE e.number = :number FOR NO KEY UPDATE OF e
                        """)
                .bind("number", number)
                .map((row, context) -> new SoldSale(
                        row.getString("number"),
                        row.getString("store_code"),
                        StoreProfiles.read(
                                row.getString("name"),
                                row.getString("time_zone"),
                                row.getString("store_taxes"),
                                row.getString("profiles")),
                        List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                        Money.ofCents(row.getLong("total")),
                        List.of(Json.read(row.getString("payments"), Payment[].class))))
                .findOne();
    }

    private static Map<Integer, SoldLine> soldLines(Transaction transaction, String number) {
        return transaction
                .query("""
                        SELECT line, product_id, quantity, returned, amount, deposit, taxes FROM sale_line
                        WHERE sale_number = :number ORDER BY line LIMIT :limit
                        """)
                .bind("number", number)
                .bind("limit", LINES_LIMIT)
                .map((row, context) -> new SoldLine(
                        row.getInt("line"),
                        row.getLong("product_id"),
                        row.getInt("quantity"),
                        row.getInt("returned"),
                        Money.ofCents(row.getLong("amount")),
                        Money.ofCents(row.getLong("deposit")),
                        rates(row.getString("taxes"))))
                .collectToMap(SoldLine::line, Function.identity());
    }

    private static @Nullable List<TaxRate> rates(@Nullable String json) {
        return json == null ? null : List.of(Json.read(json, TaxRate[].class));
    }

    /**
     * The place of a refund in its register's book.
     *
     * @param registerTotal of all refunds of the register, this one included
     * @param dayOpenedAt when the register's day was opened
     */
    private record Entry(long sequence, Money registerTotal, Instant dayOpenedAt) {}

    /** Empty when the register's day is not open. */
    private static Optional<Entry> nextEntry(Transaction transaction, Till till, Money total) {
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
                               subtotal, taxes, deposits, total, tender, payments, rounding
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
