package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.CashRounding;
import dev.comptoir.store.refunds.Refund.Returned;
import dev.comptoir.store.refunds.RefundBook.Entry;
import dev.comptoir.store.refunds.TenderBalance.HandBack;
import dev.comptoir.store.registers.StoreProfiles;
import dev.comptoir.store.shelf.Shelf;
import dev.comptoir.store.shelf.Shelf.Place;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Refunds sales. The sale is locked first, so that two registers cannot refund the same unit. */
public final class Refunds {
    private final Shelf shelf;
    private final Outbox outbox;
    private final RefundApprovals approvals;
    private final Reservations reservations;
    private final Clock clock;

    public Refunds(Shelf shelf, Outbox outbox, RefundApprovals approvals, Reservations reservations, Clock clock) {
        this.shelf = shelf;
        this.outbox = outbox;
        this.approvals = approvals;
        this.reservations = reservations;
        this.clock = clock;
    }

    sealed interface Outcome {}

    record Refunded(Refund refund) implements Outcome {}

    sealed interface Preview {}

    record Previewed(RefundPreview preview) implements Preview {}

    sealed interface Start {}

    /** Goods that come back, and the place of their refund in the book. */
    record Started(Goods goods, Entry entry) implements Start {}

    /** The goods, or why they cannot come back. */
    sealed interface Found permits Goods, Refusal {}

    sealed interface Refusal extends Outcome, Preview, Start, Found {}

    /** No sale has the number. */
    record NotFound() implements Refusal {}

    /** The sale is one of another deployment, and not reserved. */
    record OtherStore() implements Refusal {}

    /** @param store of another deployment, which is about to refund the sale */
    record SaleReserved(String store) implements Refusal {}

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

    /** @param reason of the cashier */
    Outcome refund(Transaction transaction, RefundOrder order, String reason) {
        return switch (start(transaction, order)) {
            case Started started -> {
                Outcome outcome = complete(transaction, order, started, List.of(), reason);
                putBack(transaction, order, started.goods());
                yield outcome;
            }
            case Refusal refusal -> refusal;
        };
    }

    /** Locks the sale, then the register, then the refunds of the cashier; shelves are locked after them. */
    Start start(Transaction transaction, RefundOrder order) {
        Optional<SoldSale> sale = SoldSale.lock(transaction, order.till().store(), order.sale());
        return switch (Goods.of(transaction.sql(), order, sale)) {
            case Goods goods -> start(transaction, order, goods);
            case Refusal refusal -> refusal;
        };
    }

    private static Start start(Transaction transaction, RefundOrder order, Goods goods) {
        Optional<Entry> entry = RefundBook.nextEntry(transaction, order.till(), goods.total());
        if (entry.isEmpty()) {
            return new RegisterClosed();
        }
        RefundApprovals.waitForCashier(transaction, order.cashier());
        return new Started(goods, entry.get());
    }

    /** Puts goods on the shelf that can be sold again. */
    void putBack(Transaction transaction, RefundOrder order, Goods goods) {
        Map<Place, Integer> back = new HashMap<>();
        goods.lines().stream()
                .filter(Refund.Line::backToShelf)
                .forEach(line ->
                        back.merge(new Place(order.till().store(), line.productId()), line.quantity(), Integer::sum));
        if (!back.isEmpty()) {
            shelf.add(transaction, back);
        }
    }

    /**
     * Writes a refund, or refuses it because it lacks an approval.
     *
     * @param exchanged what the goods pay in an exchange; the rest is handed back
     */
    Outcome complete(
            Transaction transaction, RefundOrder order, Started started, List<Payment> exchanged, String reason) {
        Goods goods = started.goods();
        LocalDate day = goods.sale().profiles().day(started.entry().dayOpenedAt());
        Terms terms = terms(transaction.sql(), order, goods, exchanged, day);
        if (terms.exceeded().isPresent() && order.manager().isEmpty()) {
            return terms.exceeded().get();
        }
        Refund refund = refund(order, started, day, reason, terms.returned(goods));
        Optional<String> approvedBy = terms.exceeded().flatMap(limit -> order.manager());
        RefundBook.write(transaction, refund, started.entry().sequence(), approvedBy);
        report(transaction, refund, event(refund, started.entry()), goods.sale().reservation());
        approvedBy.ifPresent(manager -> approvals.record(transaction, refund, manager));
        return new Refunded(refund);
    }

    /** What {@link #refund} would hand back now, by the same computation; it writes nothing. */
    Preview preview(Handle sql, RefundOrder order) {
        Optional<SoldSale> sale = SoldSale.find(sql, order.till().store(), order.sale());
        return switch (Goods.of(sql, order, sale)) {
            case Goods goods ->
                RefundBook.dayOpenedAt(sql, order.till())
                        .map(opened -> goods.sale().profiles().day(opened))
                        .<Preview>map(day -> new Previewed(terms(sql, order, goods, List.of(), day)
                                .preview(goods, order.manager().isPresent())))
                        .orElseGet(RegisterClosed::new);
            case Refusal refusal -> refusal;
        };
    }

    /**
     * How goods are paid back.
     *
     * @param balance before the refund, less what the goods pay in an exchange
     * @param exceeded the first limit that is exceeded
     */
    private record Terms(
            TenderBalance balance, List<Payment> exchanged, HandBack handBack, Optional<ApprovalNeeded> exceeded) {
        private Returned returned(Goods goods) {
            List<Payment> payments = Stream.concat(exchanged.stream(), handBack.payments().stream())
                    .toList();
            return new Returned(
                    goods.lines(),
                    goods.amounts(),
                    payments.isEmpty() ? handBack.tender() : payments.getFirst().tender(),
                    payments,
                    handBack.rounding());
        }

        private RefundPreview preview(Goods goods, boolean isApproved) {
            return new RefundPreview(
                    goods.lines(),
                    goods.amounts(),
                    handBack.payments(),
                    handBack.rounding(),
                    balance.left(),
                    isApproved
                            ? null
                            : exceeded.map(RefundPreview.NeededApproval::of).orElse(null));
        }
    }

    private Terms terms(Handle sql, RefundOrder order, Goods goods, List<Payment> exchanged, LocalDate day) {
        TenderBalance balance = balance(goods.sale()).after(exchanged);
        Money rest = goods.total().minus(Money.sum(exchanged.stream().map(Payment::amount)));
        return new Terms(
                balance,
                exchanged,
                balance.of(rest, order.tender()),
                approvals.exceeded(sql, order, new RefundApprovals.Amount(goods.total(), rest, day), balance));
    }

    TenderBalance balance(SoldSale sale) {
        StoreProfiles profiles = sale.profiles();
        return TenderBalance.of(
                sale,
                new CashRounding(profiles.inForce(profiles.day(clock.instant())).cashIncrement()));
    }

    private Refund refund(RefundOrder order, Started started, LocalDate day, String reason, Returned returned) {
        return new Refund(
                started.entry().number(order.till()),
                started.goods().sale().number(),
                order.till(),
                order.cashier(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                day,
                reason.strip(),
                returned);
    }

    private void report(Transaction transaction, Refund refund, RefundRecorded event, @Nullable UUID reservation) {
        outbox.append(transaction, "headoffice", Events.typeOf(event), Events.write(event));
        if (reservation != null) {
            reservations.use(
                    transaction,
                    reservation,
                    event,
                    refund.returned().lines().stream().map(Refund.Line::line).toList());
        }
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
}
