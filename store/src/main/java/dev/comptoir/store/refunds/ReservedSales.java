package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.EarlierRefund;
import dev.comptoir.contract.Event.RefundLine;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.ReservationGranted;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Event.ReservedLine;
import dev.comptoir.contract.Event.ReservedSale;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.Payment;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.checkout.Sale;
import dev.comptoir.store.checkout.Sales;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Sales of this deployment that stores of other ones refund. A sale is reserved for one store at a time, and is not refunded here
 * meanwhile. Only the store that requested the reservation ends it, because only its database shows whether it has refunded.
 * Each event may arrive again after a restore, and changes nothing then.
 */
public final class ReservedSales {
    private static final int LINES_LIMIT = 1_000;
    private static final int REFUNDS_LIMIT = 10_000;

    private final Outbox outbox;
    private final Clock clock;

    public ReservedSales(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Reserves a sale, or refuses it. The lock on the sale orders it among the refunds. */
    public void reserve(Transaction transaction, ReservationRequested event) {
        String state = state(transaction, event);
        if (state.equals("released") || state.equals("refunded")) {
            return;
        }
        Optional<Sale> sale = lock(transaction, event.saleNumber());
        if (sale.isEmpty()) {
            refuse(transaction, event, "unknown-sale");
            return;
        }
        Map<Integer, Integer> returned = returned(transaction.sql(), event.saleNumber());
        if (isFullyReturned(sale.get(), returned)) {
            refuse(transaction, event, "nothing-returnable");
        } else if (state.equals("reserved") || insert(transaction, event)) {
            grant(transaction, event, sale.get(), returned);
        } else {
            refuse(transaction, event, "sale-reserved");
        }
    }

    /** Empty when the reservation is new. */
    private static String state(Transaction transaction, ReservationRequested event) {
        return transaction
                .query("SELECT state FROM reserved_sale WHERE reservation = :reservation")
                .bind("reservation", event.reservation())
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    private static Optional<Sale> lock(Transaction transaction, String number) {
        boolean known = transaction
                .query("SELECT 1 FROM sale WHERE number = :number FOR NO KEY UPDATE")
                .bind("number", number)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        return known ? Sales.find(transaction.sql(), number) : Optional.empty();
    }

    /** False when the sale is reserved already. */
    private static boolean insert(Transaction transaction, ReservationRequested event) {
        return transaction
                        .update("""
                                INSERT INTO reserved_sale (reservation, sale_number, store_code, reserved_at, state)
                                VALUES (:reservation, :saleNumber, :store, now(), 'reserved')
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("reservation", event.reservation())
                        .bind("saleNumber", event.saleNumber())
                        .bind("store", event.store())
                        .execute()
                == 1;
    }

    private void grant(Transaction transaction, ReservationRequested event, Sale sale, Map<Integer, Integer> returned) {
        send(
                transaction,
                new ReservationGranted(
                        event.reservation(),
                        event.saleNumber(),
                        event.store(),
                        reserved(transaction.sql(), sale, returned),
                        now()));
    }

    private void refuse(Transaction transaction, ReservationRequested event, String reason) {
        send(
                transaction,
                new ReservationRefused(event.reservation(), event.saleNumber(), event.store(), reason, now()));
    }

    private static ReservedSale reserved(Handle sql, Sale sale, Map<Integer, Integer> returned) {
        return new ReservedSale(
                sale.number(),
                sale.till().store(),
                nameOf(sql, sale.till().store()),
                sale.soldAt(),
                sale.businessDay(),
                sale.lines().stream()
                        .map(line -> new ReservedLine(line.sold(), returned.getOrDefault(line.line(), 0)))
                        .toList(),
                sale.amounts().taxes(),
                sale.amounts().total(),
                sale.settlement().payments(),
                earlier(RefundBook.of(sql, sale.number())));
    }

    static List<EarlierRefund> earlier(List<Refund> refunds) {
        return refunds.stream()
                .map(refund -> new EarlierRefund(
                        refund.number(),
                        refund.returned().amounts().total(),
                        refund.returned().payments()))
                .toList();
    }

    private static String nameOf(Handle sql, String store) {
        return sql.createQuery("SELECT name FROM store WHERE code = :store")
                .bind("store", store)
                .mapTo(String.class)
                .one();
    }

    /** The units of each line that came back, by its place. */
    private static Map<Integer, Integer> returned(Handle sql, String sale) {
        return sql.createQuery(
                        "SELECT line, returned FROM sale_line WHERE sale_number = :sale ORDER BY line LIMIT :limit")
                .bind("sale", sale)
                .bind("limit", LINES_LIMIT)
                .map((row, context) -> Map.entry(row.getInt("line"), row.getInt("returned")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static boolean isFullyReturned(Sale sale, Map<Integer, Integer> returned) {
        return sale.lines().stream()
                .allMatch(line ->
                        returned.getOrDefault(line.line(), 0) >= line.sold().quantity());
    }

    /** A release that overtakes its request is kept, so that the request reserves nothing. */
    public void release(Transaction transaction, ReservationReleased event) {
        transaction
                .update("""
                        INSERT INTO reserved_sale AS known (reservation, sale_number, store_code, reserved_at, state)
                        VALUES (:reservation, :saleNumber, :store, now(), 'released')
                        ON CONFLICT (reservation) DO UPDATE SET state = 'released' WHERE known.state = 'reserved'
                        """)
                .bind("reservation", event.reservation())
                .bind("saleNumber", event.saleNumber())
                .bind("store", event.store())
                .execute();
    }

    /**
     * Records a refund that another store has made, and counts its units. The money has been handed out: units that came back
     * here meanwhile, because this database was restored, do not prevent it; the reconciliation lists them.
     *
     * @throws IllegalArgumentException when the reservation has another refund, or the event contradicts itself
     */
    public void refunded(Transaction transaction, ReservedSaleRefunded event) {
        requireConsistent(event);
        lock(transaction, event.saleNumber());
        int recorded = transaction
                .update("""
                        INSERT INTO reserved_sale AS known (reservation, sale_number, store_code, reserved_at, state, refund)
                        VALUES (:reservation, :saleNumber, :store, now(), 'refunded', cast(:refund AS jsonb))
                        ON CONFLICT (reservation) DO UPDATE SET state = 'refunded', refund = excluded.refund
                        WHERE known.refund IS NULL
                        """)
                .bind("reservation", event.reservation())
                .bind("saleNumber", event.saleNumber())
                .bind("store", event.store())
                .bind("refund", Events.write(event))
                .execute();
        if (recorded == 1) {
            countReturned(transaction, event);
        } else {
            requireSame(transaction, event);
        }
    }

    private static void requireConsistent(ReservedSaleRefunded event) {
        RefundRecorded refund = event.refund();
        if (!refund.saleNumber().equals(event.saleNumber())
                || !refund.store().equals(event.store())
                || refund.lines().size() != event.lines().size()
                || refund.lines().stream().anyMatch(line -> line.quantity() < 1)) {
            throw new IllegalArgumentException("refund " + refund.number() + " contradicts its reservation");
        }
    }

    private static void countReturned(Transaction transaction, ReservedSaleRefunded event) {
        for (int place = 0; place < event.lines().size(); place++) {
            transaction
                    .update("""
                            UPDATE sale_line SET returned = least(quantity, returned + :units)
                            WHERE sale_number = :sale AND line = :line
                            """)
                    .bind("units", event.refund().lines().get(place).quantity())
                    .bind("sale", event.saleNumber())
                    .bind("line", event.lines().get(place))
                    .execute();
        }
    }

    private static void requireSame(Transaction transaction, ReservedSaleRefunded event) {
        String number = transaction
                .query("SELECT refund -> 'refund' ->> 'number' FROM reserved_sale WHERE reservation = :reservation")
                .bind("reservation", event.reservation())
                .mapTo(String.class)
                .one();
        if (!event.refund().number().equals(number)) {
            throw new IllegalArgumentException(
                    "reservation " + event.reservation() + " has the refund " + number + " already");
        }
    }

    /** The store for which a sale is reserved now. */
    static Optional<String> storeOf(Handle sql, String sale) {
        return sql.createQuery("SELECT store_code FROM reserved_sale WHERE sale_number = :sale AND state = 'reserved'")
                .bind("sale", sale)
                .mapTo(String.class)
                .findOne();
    }

    /** The refunds of a sale that other deployments have made. */
    static List<Refund> refundsOf(Handle sql, String sale) {
        return sql.createQuery("""
                        SELECT refund FROM reserved_sale WHERE sale_number = :sale AND state = 'refunded'
                        ORDER BY reservation LIMIT :limit
                        """)
                .bind("sale", sale)
                .bind("limit", REFUNDS_LIMIT)
                .mapTo(String.class)
                .map(refund -> refund((ReservedSaleRefunded) Events.read("ReservedSaleRefunded", refund)))
                .list();
    }

    private static Refund refund(ReservedSaleRefunded event) {
        RefundRecorded refund = event.refund();
        List<Payment> payments = refund.payments();
        return new Refund(
                refund.number(),
                refund.saleNumber(),
                new Till(refund.store(), refund.register()),
                refund.cashier(),
                refund.refundedAt(),
                refund.businessDay(),
                refund.reason(),
                new Refund.Returned(
                        IntStream.range(0, event.lines().size())
                                .mapToObj(place -> line(
                                        event.lines().get(place), refund.lines().get(place)))
                                .toList(),
                        new Amounts(refund.subtotal(), refund.taxes(), refund.deposits(), refund.total()),
                        refund.tender(),
                        payments == null ? List.of(new Payment(refund.tender(), refund.total())) : payments,
                        refund.rounding()));
    }

    private static Refund.Line line(int place, RefundLine line) {
        return new Refund.Line(
                place,
                line.productId(),
                line.quantity(),
                line.amount(),
                line.backToShelf(),
                line.taxes(),
                line.deposit());
    }

    private void send(Transaction transaction, Event event) {
        outbox.append(transaction, "headoffice", Events.typeOf(event), Events.write(event));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
