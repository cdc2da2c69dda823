package dev.comptoir.store.drawer;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.drawer.RegisterReport.Book;
import dev.comptoir.store.drawer.RegisterReport.CashMovement;
import dev.comptoir.store.drawer.RegisterReport.Count;
import dev.comptoir.store.drawer.RegisterReport.Denomination;
import dev.comptoir.store.registers.Till;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Opens and closes the days of the registers. Each change locks the register first, as sales and refunds do. */
public final class RegisterDays {
    private final Outbox outbox;
    private final Clock clock;

    public RegisterDays(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    sealed interface Opening {}

    sealed interface Moving {}

    sealed interface Closing {}

    record Opened() implements Opening {}

    record Moved(CashMovement movement) implements Moving {}

    record Closed(RegisterReport report) implements Closing {}

    sealed interface Refusal extends Opening, Moving, Closing {}

    record RegisterOpen() implements Refusal {}

    record RegisterClosed() implements Refusal {}

    record CartNotEmpty() implements Refusal {}

    /** @param expected cash in the drawer */
    record DrawerTooShort(Money wanted, Money expected) implements Refusal {}

    record RegisterGone() implements Refusal {}

    /** @param sales the sequence of the last sale, and {@code refunds} that of the last refund */
    private record Register(int day, boolean open, long sales, long refunds, boolean hasCart, ZoneId timeZone) {}

    Opening open(Transaction transaction, Till till, String cashier, Money openingFloat) {
        Optional<Register> found = lock(transaction, till);
        if (found.isEmpty()) {
            return new RegisterGone();
        }
        Register register = found.get();
        if (register.open()) {
            return new RegisterOpen();
        }
        Handle sql = transaction.sql();
        sql.createUpdate(
                        "UPDATE register SET open = true, day = day + 1 WHERE store_code = :store AND number = :register")
                .bindMethods(till)
                .execute();
        sql.createUpdate("""
                        INSERT INTO register_day (store_code, register, day, opened_by, opened_at, opening_float,
                                                  sales_before, refunds_before)
                        VALUES (:store, :register, :day, :cashier, :now, :float, :sales, :refunds)
                        """)
                .bindMethods(till)
                .bind("day", register.day() + 1)
                .bind("cashier", cashier)
                .bind("now", Timestamp.from(now()))
                .bind("float", openingFloat.cents())
                .bind("sales", register.sales())
                .bind("refunds", register.refunds())
                .execute();
        return new Opened();
    }

    /** @param manager who approved it; absent where no approval is needed */
    Moving move(Transaction transaction, Till till, String cashier, NewCashMovement cash, @Nullable String manager) {
        Optional<Register> register = lock(transaction, till);
        if (register.isEmpty()) {
            return new RegisterGone();
        }
        if (!register.get().open()) {
            return new RegisterClosed();
        }
        int day = register.get().day();
        if (cash.isOut()) {
            Money expected = Reports.of(transaction.sql(), till, day).drawer().expected();
            if (expected.isLessThan(cash.amount())) {
                return new DrawerTooShort(cash.amount(), expected);
            }
        }
        CashMovement movement =
                new CashMovement(cash.direction(), cash.amount(), cash.reason().strip(), cashier, manager, now());
        insert(transaction, till, day, movement);
        return new Moved(movement);
    }

    private static void insert(Transaction transaction, Till till, int day, CashMovement movement) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO cash_movement (store_code, register, day, direction, amount, reason, made_by,
                                                   approved_by, made_at)
                        VALUES (:store, :register, :day, :direction, :cents, :reason, :madeBy, :approvedBy, :at)
                        """)
                .bindMethods(till)
                .bindMethods(movement)
                .bind("day", day)
                .bind("cents", movement.amount().cents())
                .bind("at", Timestamp.from(movement.madeAt()))
                .execute();
    }

    /** Closes the day for good, and sends its Z report to the head office. */
    Closing close(Transaction transaction, Till till, String cashier, List<Denomination> counted) {
        Optional<Register> found = lock(transaction, till);
        if (found.isEmpty()) {
            return new RegisterGone();
        }
        Register register = found.get();
        if (!register.open()) {
            return new RegisterClosed();
        }
        if (register.hasCart()) {
            return new CartNotEmpty();
        }
        RegisterReport day = Reports.of(transaction.sql(), till, register.day());
        Closure closure = closure(day, cashier, counted);
        RegisterReport report = day.closed(closure.number(), cashier, closure.at(), closure.count());
        update(transaction, register, report, closure);
        outbox.append(transaction, "headoffice", "RegisterClosed", Events.write(event(report, register, closure)));
        return new Closed(report);
    }

    /** What closing adds to a day. */
    private record Closure(String number, String cashier, Instant at, Count count) {}

    private Closure closure(RegisterReport day, String cashier, List<Denomination> counted) {
        Money total = Money.sum(counted.stream().map(Denomination::amount));
        return new Closure(
                "%s-%d-Z%06d".formatted(day.store(), day.register(), day.day()),
                cashier,
                now(),
                new Count(counted, total, total.minus(day.drawer().expected())));
    }

    private static void update(Transaction transaction, Register register, RegisterReport report, Closure closure) {
        Handle sql = transaction.sql();
        sql.createUpdate("UPDATE register SET open = false WHERE store_code = :store AND number = :register")
                .bind("store", report.store())
                .bind("register", report.register())
                .execute();
        sql.createUpdate("""
                        UPDATE register_day SET closed_by = :cashier, closed_at = :now, last_sale = :lastSale,
                            last_refund = :lastRefund, counted = cast(:counted AS jsonb), expected = :expected,
                            difference = :difference, number = :number, report = cast(:report AS jsonb)
                        WHERE store_code = :store AND register = :register AND day = :day
                        """)
                .bind("cashier", closure.cashier())
                .bind("now", Timestamp.from(closure.at()))
                .bind("lastSale", register.sales())
                .bind("lastRefund", register.refunds())
                .bind("counted", Json.text(closure.count().counted()))
                .bind("expected", report.drawer().expected().cents())
                .bind("difference", closure.count().difference().cents())
                .bind("number", closure.number())
                .bind("report", Json.text(report))
                .bind("store", report.store())
                .bind("register", report.register())
                .bind("day", report.day())
                .execute();
    }

    private static Event.RegisterClosed event(RegisterReport report, Register register, Closure closure) {
        return new Event.RegisterClosed(
                closure.number(),
                report.store(),
                report.register(),
                report.day(),
                report.openedBy(),
                report.openedAt(),
                closure.cashier(),
                closure.at(),
                LocalDate.ofInstant(closure.at(), register.timeZone()),
                entries(report.sales(), register.sales()),
                entries(report.refunds(), register.refunds()),
                report.taxes(),
                report.tenders(),
                report.drawer(),
                closure.count().total(),
                closure.count().difference());
    }

    private static Event.Entries entries(Book book, long last) {
        return new Event.Entries(book.after(), last, book.total());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Optional<Register> lock(Transaction transaction, Till till) {
        return transaction
                .sql()
                .createQuery("""
                        SELECT r.day, r.open, r.sale_sequence, r.refund_sequence, s.time_zone,
                               EXISTS (SELECT FROM cart_line c
                                       WHERE c.store_code = r.store_code AND c.register = r.number) AS has_cart
                        FROM register r JOIN store s ON s.code = r.store_code
                        WHERE r.store_code = :store AND r.number = :register FOR NO KEY UPDATE OF r
                        """)
                .bindMethods(till)
                .map((row, context) -> new Register(
                        row.getInt("day"),
                        row.getBoolean("open"),
                        row.getLong("sale_sequence"),
                        row.getLong("refund_sequence"),
                        row.getBoolean("has_cart"),
                        ZoneId.of(row.getString("time_zone"))))
                .findOne();
    }
}
