package dev.comptoir.store.book;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Event.SkippedNumbers;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.RegisterBook;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.outbox.Replicated;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.StockCounts;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.result.RowView;

/**
 * The books of this deployment's registers, which the head office has copies of. A store that lacks what the head office
 * has was restored: its registers skip these numbers, and it lists its stock counts. What the head office lacks is sent again.
 */
public final class RegisterBooks implements Replicated {
    private static final String HEAD_OFFICE = "headoffice";

    /** A thousand stores of three registers, and some more. */
    private static final int REGISTERS_LIMIT = 10_000;

    private static final String SELECT = """
            SELECT r.store_code AS store, r.number AS register, r.open, r.sale_sequence, r.sales_total, r.refund_sequence,
                   r.refunds_total, r.day - CASE WHEN r.open THEN 1 ELSE 0 END AS last_day
            FROM register r JOIN store s ON s.code = r.store_code AND s.deployment = :deployment
            ORDER BY r.store_code, r.number LIMIT :limit
            """;

    private final Outbox outbox;
    private final String deployment;
    private final Clock clock;

    public RegisterBooks(Outbox outbox, String deployment, Clock clock) {
        this.outbox = outbox;
        this.deployment = deployment;
        this.clock = clock;
    }

    private record Register(Till till, boolean open, RegisterBook book) {
        private String name() {
            return RegisterBook.nameOf(till.store(), till.register());
        }
    }

    @Override
    public Map<String, String> digests(Transaction transaction, String destination) {
        Map<String, String> digests = new HashMap<>();
        if (destination.equals(HEAD_OFFICE)) {
            registers(transaction, SELECT).stream()
                    .filter(register -> !register.book().equals(RegisterBook.EMPTY))
                    .forEach(register ->
                            digests.put(register.name(), register.book().text()));
        }
        return digests;
    }

    @Override
    public void introduce(Transaction transaction, String destination, Cause cause, Map<String, String> held) {
        if (!destination.equals(HEAD_OFFICE)) {
            return;
        }
        for (Register register : registers(transaction, SELECT + "FOR NO KEY UPDATE OF r")) {
            String text = held.get(register.name());
            RegisterBook theirs = text == null ? RegisterBook.EMPTY : RegisterBook.of(text);
            if (lacks(register.book(), theirs) || (cause == Cause.RESTORED && text != null)) {
                skip(transaction, register, theirs);
            } else if (cause != Cause.RESTORED) {
                Resends.add(transaction, register.till(), register.book(), theirs);
            }
        }
        switch (cause) {
            case RESTORED ->
                StockCounts.lists(transaction, deployment, now()).forEach(list -> append(transaction, list));
            case LOG_TOO_SHORT -> StockMovements.sendAgain(transaction, deployment, now());
            case DIFFERENT -> {}
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void append(Transaction transaction, Event event) {
        outbox.append(transaction, HEAD_OFFICE, Events.typeOf(event), Events.write(event));
    }

    private List<Register> registers(Transaction transaction, String query) {
        return transaction
                .query(query)
                .bind("deployment", deployment)
                .bind("limit", REGISTERS_LIMIT)
                .reduceRows(new ArrayList<Register>(), (found, row) -> {
                    found.add(register(row));
                    return found;
                });
    }

    private static Register register(RowView row) {
        return new Register(
                new Till(row.getColumn("store", String.class), row.getColumn("register", Integer.class)),
                row.getColumn("open", Boolean.class),
                new RegisterBook(
                        row.getColumn("sale_sequence", Long.class),
                        row.getColumn("sales_total", Money.class),
                        row.getColumn("refund_sequence", Long.class),
                        row.getColumn("refunds_total", Money.class),
                        row.getColumn("last_day", Long.class)));
    }

    private static boolean lacks(RegisterBook own, RegisterBook theirs) {
        return own.lastSale() < theirs.lastSale()
                || own.lastRefund() < theirs.lastRefund()
                || own.lastDay() < theirs.lastDay();
    }

    /** From now on the register uses higher numbers than the head office has; the head office is told which it skips. */
    private void skip(Transaction transaction, Register register, RegisterBook theirs) {
        RegisterBook own = register.book();
        RegisterSequencesMoved moved = new RegisterSequencesMoved(
                register.till().store(),
                register.till().register(),
                skipped(own.lastSale(), theirs.lastSale()),
                own.salesTotal(),
                skipped(own.lastRefund(), theirs.lastRefund()),
                own.refundsTotal(),
                skipped(own.lastDay(), theirs.lastDay()),
                now());
        move(transaction, register, moved);
        record(transaction, register.till(), "sale", moved.sales(), moved.movedAt());
        record(transaction, register.till(), "refund", moved.refunds(), moved.movedAt());
        record(transaction, register.till(), "day", moved.days(), moved.movedAt());
        append(transaction, moved);
    }

    private static SkippedNumbers skipped(long own, long theirs) {
        return new SkippedNumbers(own, Math.max(own, theirs));
    }

    private static void move(Transaction transaction, Register register, RegisterSequencesMoved moved) {
        long openDay = register.open() ? 1 : 0;
        transaction
                .update("""
                        UPDATE register SET sale_sequence = :sales, refund_sequence = :refunds, day = :day
                        WHERE store_code = :store AND number = :register
                        """)
                .bindMethods(register.till())
                .bind("sales", moved.sales().last())
                .bind("refunds", moved.refunds().last())
                .bind("day", moved.days().last() + openDay)
                .execute();
        if (register.open() && moved.days().last() > moved.days().after()) {
            transaction
                    .update("""
                            UPDATE register_day SET day = :day
                            WHERE store_code = :store AND register = :register AND day = :before
                            """)
                    .bindMethods(register.till())
                    .bind("before", moved.days().after() + openDay)
                    .bind("day", moved.days().last() + openDay)
                    .execute();
        }
    }

    private static void record(
            Transaction transaction, Till till, String book, SkippedNumbers skipped, Instant movedAt) {
        transaction
                .update("""
                        INSERT INTO skipped_numbers (store_code, register, book, skipped_after, skipped_last, moved_at)
                        SELECT :store, :register, :book, cast(:after AS bigint), cast(:last AS bigint),
                               cast(:movedAt AS timestamptz)
                        WHERE cast(:last AS bigint) > cast(:after AS bigint)
                        """)
                .bindMethods(till)
                .bindMethods(skipped)
                .bind("book", book)
                .bind("movedAt", movedAt)
                .execute();
    }
}
