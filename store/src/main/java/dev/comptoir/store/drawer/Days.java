package dev.comptoir.store.drawer;

import dev.comptoir.contract.Event.Entries;
import dev.comptoir.contract.Event.RegisterClosed;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Money;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.drawer.DrawerApi.NewCashMovement;
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
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Opens and closes the days of the registers. Each change locks the register first, as sales and refunds do. */
public final class Days {
    private final Outbox outbox;
    private final Clock clock;

    public Days(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What came of opening a day. */
    sealed interface Opening {}

    /** What came of putting cash in or taking some out. */
    sealed interface Moving {}

    /** What came of closing a day. */
    sealed interface Closing {}

    /** Why nothing was done. */
    sealed interface Refusal extends Opening, Moving, Closing {}

    record Opened() implements Opening {}

    record Moved(CashMovement movement) implements Moving {}

    record Closed(RegisterReport report) implements Closing {}

    record AlreadyOpen() implements Refusal {}

    record NotOpen() implements Refusal {}

    record CartNotEmpty() implements Refusal {}

    /** The drawer should hold less than what is taken out. */
    record DrawerTooShort(Money wanted, Money expected) implements Refusal {}

    record RegisterGone() implements Refusal {}

    private record Register(int day, boolean open, long sales, long refunds, boolean hasCart, ZoneId timeZone) {}

    Opening open(Transaction transaction, Till till, String by, Money openingFloat) {
        Optional<Register> found = lock(transaction, till);
        if (found.isEmpty()) {
            return new RegisterGone();
        }
        Register register = found.get();
        if (register.open()) {
            return new AlreadyOpen();
        }
        Handle sql = transaction.sql();
        sql.createUpdate(
                        "UPDATE register SET open = true, day = day + 1 WHERE store_code = :store AND number = :register")
                .bind("store", till.store())
                .bind("register", till.register())
                .execute();
        sql.createUpdate("""
                        INSERT INTO register_day (store_code, register, day, opened_by, opened_at, opening_float,
                                                  sales_before, refunds_before)
                        VALUES (:store, :register, :day, :by, :now, :float, :sales, :refunds)
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .bind("day", register.day() + 1)
                .bind("by", by)
                .bind("now", Timestamp.from(now()))
                .bind("float", openingFloat.cents())
                .bind("sales", register.sales())
                .bind("refunds", register.refunds())
                .execute();
        return new Opened();
    }

    /** @param approvedBy the manager who allows it; absent where none is needed */
    Moving move(Transaction transaction, Till till, String by, NewCashMovement wanted, @Nullable String approvedBy) {
        Optional<Register> found = lock(transaction, till);
        if (found.isEmpty()) {
            return new RegisterGone();
        }
        Register register = found.get();
        if (!register.open()) {
            return new NotOpen();
        }
        if (wanted.isOut()) {
            Money expected =
                    Reports.of(transaction.sql(), till, register.day()).drawer().expected();
            if (expected.isLessThan(wanted.amount())) {
                return new DrawerTooShort(wanted.amount(), expected);
            }
        }
        CashMovement movement = new CashMovement(
                wanted.direction(), wanted.amount(), wanted.reason().strip(), by, approvedBy, now());
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO cash_movement (store_code, register, day, direction, amount, reason, made_by,
                                                   approved_by, made_at)
                        VALUES (:store, :register, :day, :direction, :amount, :reason, :by, :approvedBy, :now)
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .bind("day", register.day())
                .bind("direction", movement.direction())
                .bind("amount", movement.amount().cents())
                .bind("reason", movement.reason())
                .bind("by", by)
                .bindByType("approvedBy", approvedBy, String.class)
                .bind("now", Timestamp.from(movement.madeAt()))
                .execute();
        return new Moved(movement);
    }

    /** Closes the day for good, and tells the head office. */
    Closing close(Transaction transaction, Till till, String by, List<Denomination> counted) {
        Optional<Register> found = lock(transaction, till);
        if (found.isEmpty()) {
            return new RegisterGone();
        }
        Register register = found.get();
        if (!register.open()) {
            return new NotOpen();
        }
        if (register.hasCart()) {
            return new CartNotEmpty();
        }
        RegisterReport report = counted(Reports.of(transaction.sql(), till, register.day()), by, now(), counted);
        keep(transaction, register, report);
        outbox.append(
                transaction,
                "headoffice",
                "RegisterClosed",
                Events.write(event(report, register, LocalDate.ofInstant(closedAt(report), register.timeZone()))));
        return new Closed(report);
    }

    private static RegisterReport counted(RegisterReport day, String by, Instant now, List<Denomination> counted) {
        Money total = counted.stream().map(Denomination::amount).reduce(Money.ZERO, Money::plus);
        return new RegisterReport(
                "%s-%d-Z%06d".formatted(day.store(), day.register(), day.day()),
                day.store(),
                day.register(),
                day.day(),
                day.openedBy(),
                day.openedAt(),
                by,
                now,
                day.sales(),
                day.refunds(),
                day.taxes(),
                day.tenders(),
                day.drawer(),
                day.movements(),
                new Count(counted, total, total.minus(day.drawer().expected())));
    }

    private static void keep(Transaction transaction, Register register, RegisterReport report) {
        Handle sql = transaction.sql();
        sql.createUpdate("UPDATE register SET open = false WHERE store_code = :store AND number = :register")
                .bind("store", report.store())
                .bind("register", report.register())
                .execute();
        sql.createUpdate("""
                        UPDATE register_day SET closed_by = :by, closed_at = :now, last_sale = :lastSale,
                            last_refund = :lastRefund, counted = cast(:counted AS jsonb), expected = :expected,
                            difference = :difference, number = :number, report = cast(:report AS jsonb)
                        WHERE store_code = :store AND register = :register AND day = :day
                        """)
                .bind("by", report.closedBy())
                .bind("now", Timestamp.from(closedAt(report)))
                .bind("lastSale", register.sales())
                .bind("lastRefund", register.refunds())
                .bind("counted", Json.text(countOf(report).counted()))
                .bind("expected", report.drawer().expected().cents())
                .bind("difference", countOf(report).difference().cents())
                .bind("number", report.number())
                .bind("report", Json.text(report))
                .bind("store", report.store())
                .bind("register", report.register())
                .bind("day", report.day())
                .execute();
    }

    private static RegisterClosed event(RegisterReport report, Register register, LocalDate businessDay) {
        return new RegisterClosed(
                Objects.requireNonNull(report.number()),
                report.store(),
                report.register(),
                report.day(),
                report.openedBy(),
                report.openedAt(),
                Objects.requireNonNull(report.closedBy()),
                closedAt(report),
                businessDay,
                entries(report.sales(), register.sales()),
                entries(report.refunds(), register.refunds()),
                report.taxes(),
                report.tenders(),
                report.drawer(),
                countOf(report).total(),
                countOf(report).difference());
    }

    private static Entries entries(Book book, long last) {
        return new Entries(book.after(), last, book.total());
    }

    private static Instant closedAt(RegisterReport report) {
        return Objects.requireNonNull(report.closedAt());
    }

    private static Count countOf(RegisterReport report) {
        return Objects.requireNonNull(report.count());
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
                .bind("store", till.store())
                .bind("register", till.register())
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
