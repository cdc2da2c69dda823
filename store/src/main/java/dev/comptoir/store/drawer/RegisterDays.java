package dev.comptoir.store.drawer;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.CashRounding;
import dev.comptoir.store.drawer.RegisterReport.Book;
import dev.comptoir.store.drawer.RegisterReport.CashMovement;
import dev.comptoir.store.drawer.RegisterReport.Count;
import dev.comptoir.store.drawer.RegisterReport.Denomination;
import dev.comptoir.store.registers.StoreProfiles;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
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

    /** The head office took the register out of service. */
    record RegisterOutOfService() implements Refusal {}

    record CartNotEmpty() implements Refusal {}

    /** @param expected cash in the drawer */
    record DrawerTooShort(Money wanted, Money expected) implements Refusal {}

    /** No coins of the store make up this amount. */
    record CashNotPayable(Money cash, int increment) implements Refusal {}

    record RegisterGone() implements Refusal {}

    private record Register(
            int day,
            boolean open,
            boolean closed,
            long saleSequence,
            long refundSequence,
            boolean hasCart,
            ZoneId timeZone) {}

    private static final RowMapper<Register> REGISTER = ConstructorMapper.of(Register.class);

    Opening open(Transaction transaction, Till till, String cashier, Money openingFloat) {
        Optional<Register> register = lock(transaction, till);
        if (register.isEmpty()) {
            return new RegisterGone();
        }
        if (register.get().open()) {
            return new RegisterOpen();
        }
        if (register.get().closed()) {
            return new RegisterOutOfService();
        }
        Optional<CashNotPayable> unpayable = unpayable(transaction, till, openingFloat);
        return unpayable.isPresent()
                ? unpayable.get()
                : openDay(transaction, till, register.get(), cashier, openingFloat);
    }

    private Opened openDay(Transaction transaction, Till till, Register register, String cashier, Money openingFloat) {
        transaction
                .update(
                        "UPDATE register SET open = true, day = day + 1 WHERE store_code = :store AND number = :register")
                .bindMethods(till)
                .execute();
        insertDay(transaction, till, register, cashier, openingFloat);
        return new Opened();
    }

    private Optional<CashNotPayable> unpayable(Transaction transaction, Till till, Money cash) {
        StoreProfiles profiles = StoreProfiles.of(transaction.sql(), till.store());
        CashRounding coins =
                new CashRounding(profiles.inForce(profiles.day(clock.instant())).cashIncrement());
        return coins.isPayable(cash) ? Optional.empty() : Optional.of(new CashNotPayable(cash, coins.increment()));
    }

    private void insertDay(Transaction transaction, Till till, Register register, String cashier, Money openingFloat) {
        transaction
                .update("""
                        INSERT INTO register_day (store_code, register, day, opened_by, opened_at, opening_float,
                                                  sales_before, refunds_before)
                        VALUES (:store, :register, :day, :cashier, :now, :float, :sales, :refunds)
                        """)
                .bindMethods(till)
                .bind("day", register.day() + 1)
                .bind("cashier", cashier)
                .bind("now", now())
                .bind("float", openingFloat)
                .bind("sales", register.saleSequence())
                .bind("refunds", register.refundSequence())
                .execute();
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
        Optional<CashNotPayable> unpayable = unpayable(transaction, till, cash.amount());
        if (unpayable.isPresent()) {
            return unpayable.get();
        }
        return move(transaction, till, register.get().day(), cash, new Mover(cashier, manager));
    }

    /** @param manager who approved it; absent where no approval is needed */
    private record Mover(String cashier, @Nullable String manager) {}

    private Moving move(Transaction transaction, Till till, int day, NewCashMovement cash, Mover by) {
        if (cash.isOut()) {
            Money expected =
                    Reports.of(transaction.sql(), till, day).totals().drawer().expected();
            if (expected.isLessThan(cash.amount())) {
                return new DrawerTooShort(cash.amount(), expected);
            }
        }
        CashMovement movement = new CashMovement(
                cash.direction(), cash.amount(), cash.reason().strip(), by.cashier(), by.manager(), now());
        insert(transaction, till, day, movement);
        return new Moved(movement);
    }

    private static void insert(Transaction transaction, Till till, int day, CashMovement movement) {
        transaction
                .update("""
                        INSERT INTO cash_movement (store_code, register, day, direction, amount, reason, made_by,
                                                   approved_by, made_at)
                        VALUES (:store, :register, :day, :direction, :amount, :reason, :madeBy, :approvedBy, :madeAt)
                        """)
                .bindMethods(till)
                .bindMethods(movement)
                .bind("day", day)
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
        Optional<CashNotPayable> unpayable = unpayable(transaction, till, total(counted));
        return unpayable.isPresent() ? unpayable.get() : close(transaction, till, register, cashier, counted);
    }

    private Closed close(
            Transaction transaction, Till till, Register register, String cashier, List<Denomination> counted) {
        RegisterReport xReport = Reports.of(transaction.sql(), till, register.day());
        Closure closure = closure(xReport, cashier, counted);
        RegisterReport zReport = new RegisterReport(
                closure.number(), xReport.day().closed(cashier, closure.at()), xReport.totals(), closure.count());
        update(transaction, register, zReport, closure);
        outbox.append(transaction, "headoffice", "RegisterClosed", Events.write(event(zReport, register, closure)));
        return new Closed(zReport);
    }

    /** What closing adds to a day. */
    private record Closure(String number, String cashier, Instant at, Count count) {}

    private Closure closure(RegisterReport xReport, String cashier, List<Denomination> counted) {
        Till till = xReport.day().till();
        Money total = total(counted);
        return new Closure(
                "%s-%d-Z%06d"
                        .formatted(till.store(), till.register(), xReport.day().day()),
                cashier,
                now(),
                new Count(counted, total, total.minus(xReport.totals().drawer().expected())));
    }

    private static Money total(List<Denomination> counted) {
        return Money.sum(counted.stream().map(Denomination::amount));
    }

    private static void update(Transaction transaction, Register register, RegisterReport report, Closure closure) {
        Till till = report.day().till();
        transaction
                .update("UPDATE register SET open = false WHERE store_code = :store AND number = :register")
                .bindMethods(till)
                .execute();
        transaction
                .update("""
                        UPDATE register_day SET closed_by = :cashier, closed_at = :at, last_sale = :saleSequence,
                            last_refund = :refundSequence, counted = cast(:counted AS jsonb), expected = :expected,
                            difference = :difference, number = :number, report = cast(:report AS jsonb)
                        WHERE store_code = :store AND register = :register AND day = :day
                        """)
                .bindMethods(till)
                .bind("day", report.day().day())
                .bind("cashier", closure.cashier())
                .bind("at", closure.at())
                .bind("saleSequence", register.saleSequence())
                .bind("refundSequence", register.refundSequence())
                .bind("counted", Json.text(closure.count().counted()))
                .bind("expected", report.totals().drawer().expected())
                .bind("difference", closure.count().difference())
                .bind("number", closure.number())
                .bind("report", Json.text(report))
                .execute();
    }

    private static Event.RegisterClosed event(RegisterReport report, Register register, Closure closure) {
        RegisterReport.Day day = report.day();
        RegisterReport.Totals totals = report.totals();
        return new Event.RegisterClosed(
                closure.number(),
                day.till().store(),
                day.till().register(),
                day.day(),
                day.openedBy(),
                day.openedAt(),
                closure.cashier(),
                closure.at(),
                LocalDate.ofInstant(day.openedAt(), register.timeZone()),
                entries(totals.sales(), register.saleSequence()),
                entries(totals.refunds(), register.refundSequence()),
                totals.taxes(),
                totals.tenders(),
                totals.drawer(),
                closure.count().total(),
                closure.count().difference());
    }

    private static Event.Entries entries(Book book, long last) {
        return new Event.Entries(book.after(), last, book.total(), book.breakdown());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Optional<Register> lock(Transaction transaction, Till till) {
        return transaction.query("""
                        SELECT r.day, r.open, r.closed, r.sale_sequence, r.refund_sequence, s.time_zone,
                               r.cart_empties IS NOT NULL
                               OR EXISTS (SELECT FROM cart_line c
                                          WHERE c.store_code = r.store_code AND c.register = r.number) AS has_cart
                        FROM register r JOIN store s ON s.code = r.store_code
                        WHERE r.store_code = :store AND r.number = :register FOR NO KEY UPDATE OF r
                        """).bindMethods(till).map(REGISTER).findOne();
    }
}
