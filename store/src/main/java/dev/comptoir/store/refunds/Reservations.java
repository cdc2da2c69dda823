package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.RefundRecorded;
import dev.comptoir.contract.Event.ReservationGranted;
import dev.comptoir.contract.Event.ReservationRefused;
import dev.comptoir.contract.Event.ReservationReleased;
import dev.comptoir.contract.Event.ReservationRequested;
import dev.comptoir.contract.Event.ReservedSale;
import dev.comptoir.contract.Event.ReservedSaleRefunded;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;

/**
 * Reserves sales of other deployments for refunds at the stores of this one. The store of the sale answers through the head
 * office. A refund uses up its reservation in one transaction, so a reservation that is released has no refund.
 */
public final class Reservations {
    private static final String HEAD_OFFICE = "headoffice";

    /** A request without an answer is released after this time. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** A cashier refunds in this time. */
    private static final Duration USE = Duration.ofMinutes(15);

    /** Of one store at a time. */
    private static final int OPEN_LIMIT = 20;

    /** Of one store in an hour. */
    private static final int HOUR_LIMIT = 200;

    private static final int OVERDUE_LIMIT = 1_000;

    private static final String USABLE = """
            SELECT id, sale FROM reservation
            WHERE store_code = :store AND sale_number = :sale AND state = 'granted' AND ends_at > now() AND server = %s
            """.formatted(Database.SERVER);

    private static final String COLUMNS = "id, sale_number, requested_by, requested_at, ends_at, state, reason, sale";

    private final Outbox outbox;
    private final Clock clock;

    public Reservations(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    sealed interface Outcome {}

    record Requested(Reservation reservation) implements Outcome {}

    sealed interface Refusal extends Outcome {}

    /** No store of another deployment can have such a sale. */
    record NotFound() implements Refusal {}

    /** The sale is in this database. */
    record SaleIsHere() implements Refusal {}

    record TooManyReservations() implements Refusal {}

    /** Requests the reservation of a sale; a store that has requested it already gets the same reservation. */
    Outcome request(Transaction transaction, Till till, String cashier, String sale) {
        if (isHere(transaction.sql(), sale)) {
            return new SaleIsHere();
        }
        if (!isOfOtherDeployment(transaction.sql(), till.store(), sale)) {
            return new NotFound();
        }
        releaseOverdue(transaction);
        Optional<Reservation> open = findOpen(transaction.sql(), till.store(), sale);
        if (open.isPresent()) {
            return new Requested(open.get());
        }
        return hasTooMany(transaction, till.store())
                ? new TooManyReservations()
                : new Requested(insert(transaction, till, cashier, sale));
    }

    private static boolean isHere(Handle sql, String sale) {
        return sql.createQuery("SELECT EXISTS (SELECT FROM sale WHERE number = :sale)")
                .bind("sale", sale)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Whether a store that another deployment serves gives such numbers: {@code S1-2-000042} is a sale of {@code S1}.
     *
     * @param store of this deployment
     */
    public static boolean isOfOtherDeployment(Handle sql, String store, String sale) {
        return sql.createQuery("""
                        SELECT EXISTS (SELECT FROM store s JOIN store own ON own.code = :store
                                       WHERE s.code = split_part(:sale, '-', 1) AND s.deployment <> own.deployment
                                         AND NOT s.closed)
                        """)
                .bind("store", store)
                .bind("sale", sale)
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean hasTooMany(Transaction transaction, String store) {
        return transaction
                .query("""
                        SELECT count(*) FILTER (WHERE state IN ('requested', 'granted')) >= :open OR count(*) >= :hour
                        FROM reservation WHERE store_code = :store AND requested_at > now() - interval '1 hour'
                        """)
                .bind("store", store)
                .bind("open", OPEN_LIMIT)
                .bind("hour", HOUR_LIMIT)
                .mapTo(Boolean.class)
                .one();
    }

    /** Two registers that request the same sale at once get one reservation. */
    private Reservation insert(Transaction transaction, Till till, String cashier, String sale) {
        Optional<Reservation> made = transaction
                .query("""
                        INSERT INTO reservation (id, sale_number, store_code, requested_by, requested_at, ends_at, server, state)
                        VALUES (gen_random_uuid(), :sale, :store, :cashier, now(), now() + make_interval(secs => :seconds),
                                %s, 'requested')
                        ON CONFLICT (store_code, sale_number) WHERE state IN ('requested', 'granted') DO NOTHING
                        RETURNING %s
                        """.formatted(Database.SERVER, COLUMNS))
                .bind("sale", sale)
                .bind("store", till.store())
                .bind("cashier", cashier)
                .bind("seconds", ANSWER.toSeconds())
                .map(Reservations::read)
                .findOne();
        made.ifPresent(reservation -> send(
                transaction,
                new ReservationRequested(reservation.id(), sale, till.store(), cashier, reservation.requestedAt())));
        return made.or(() -> findOpen(transaction.sql(), till.store(), sale)).orElseThrow();
    }

    private static Optional<Reservation> findOpen(Handle sql, String store, String sale) {
        return sql.createQuery("SELECT " + COLUMNS + """
                         FROM reservation
                        WHERE store_code = :store AND sale_number = :sale AND state IN ('requested', 'granted')
                        """)
                .bind("store", store)
                .bind("sale", sale)
                .map(Reservations::read)
                .findOne();
    }

    /** A reservation that a store has requested. */
    static Optional<Reservation> find(Handle sql, String store, UUID id) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM reservation WHERE id = :id AND store_code = :store")
                .bind("id", id)
                .bind("store", store)
                .map(Reservations::read)
                .findOne();
    }

    /** Ends a reservation that is not used, at a cashier's request. */
    void release(Transaction transaction, String store, UUID id) {
        report(transaction, transaction.query("""
                        UPDATE reservation SET state = 'released'
                        WHERE id = :id AND store_code = :store AND state IN ('requested', 'granted')
                        RETURNING id, sale_number, store_code
                        """).bind("id", id).bind("store", store));
    }

    /** Ends the reservations whose time is over, and those that a restored copy of the database has. */
    void releaseOverdue(Transaction transaction) {
        report(transaction, transaction.query("""
                        UPDATE reservation r
                        SET state = 'released', reason = CASE r.state WHEN 'requested' THEN 'unanswered' ELSE 'expired' END
                        FROM (SELECT id FROM reservation
                              WHERE state IN ('requested', 'granted') AND (ends_at <= now() OR server <> %s)
                              ORDER BY id LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED) AS overdue
                        WHERE r.id = overdue.id
                        RETURNING r.id, r.sale_number, r.store_code
                        """.formatted(Database.SERVER)).bind("limit", OVERDUE_LIMIT));
    }

    private void report(Transaction transaction, Query released) {
        Instant now = now();
        released.map((row, context) -> new ReservationReleased(
                        row.getObject("id", UUID.class),
                        row.getString("sale_number"),
                        row.getString("store_code"),
                        now))
                .list()
                .forEach(event -> send(transaction, event));
    }

    /**
     * Stores the answer. A reservation that has ended meanwhile, or was lost by a restore, is released at the store of the sale.
     *
     * @throws IllegalArgumentException when the answer has another sale
     */
    public void grant(Transaction transaction, ReservationGranted event) {
        if (!event.sale().number().equals(event.saleNumber())) {
            throw new IllegalArgumentException(
                    "%s is granted for %s".formatted(event.sale().number(), event.saleNumber()));
        }
        int granted = transaction
                .update("""
                        UPDATE reservation
                        SET state = 'granted', sale = cast(:sale AS jsonb), ends_at = now() + make_interval(secs => :seconds)
                        WHERE id = :reservation AND sale_number = :saleNumber AND store_code = :store
                          AND state = 'requested' AND ends_at > now() AND server = %s
                        """.formatted(Database.SERVER))
                .bind("reservation", event.reservation())
                .bind("saleNumber", event.saleNumber())
                .bind("store", event.store())
                .bind("sale", Json.text(event.sale()))
                .bind("seconds", USE.toSeconds())
                .execute();
        if (granted == 0 && !isAnswered(transaction, event.reservation())) {
            send(transaction, new ReservationReleased(event.reservation(), event.saleNumber(), event.store(), now()));
        }
    }

    /** Whether a grant has arrived before, or is still to be released by its time. */
    private static boolean isAnswered(Transaction transaction, UUID reservation) {
        return transaction
                .query("""
                        SELECT EXISTS (SELECT FROM reservation
                                       WHERE id = :id AND state IN ('requested', 'granted', 'refunded'))
                        """)
                .bind("id", reservation)
                .mapTo(Boolean.class)
                .one();
    }

    public void refuse(Transaction transaction, ReservationRefused event) {
        transaction
                .update("""
                        UPDATE reservation SET state = 'refused', reason = :reason
                        WHERE id = :reservation AND state = 'requested'
                        """)
                .bind("reservation", event.reservation())
                .bind("reason", event.reason())
                .execute();
    }

    /** A sale that is reserved now. */
    record Granted(UUID reservation, ReservedSale sale) {}

    /** The reservation of a sale that a store can use now. */
    static Optional<Granted> usable(Handle sql, String store, String sale) {
        return usable(sql.createQuery(USABLE), store, sale);
    }

    /** The same; it is locked until the end of the transaction. */
    static Optional<Granted> lock(Transaction transaction, String store, String sale) {
        return usable(transaction.query(USABLE + "FOR NO KEY UPDATE"), store, sale);
    }

    private static Optional<Granted> usable(Query query, String store, String sale) {
        return query.bind("store", store)
                .bind("sale", sale)
                .map((row, context) -> new Granted(
                        row.getObject("id", UUID.class), Json.read(row.getString("sale"), ReservedSale.class)))
                .findOne();
    }

    /**
     * Ends a reservation with its refund.
     *
     * @param lines the places in the sale of the lines of the refund
     */
    void use(Transaction transaction, UUID reservation, RefundRecorded refund, List<Integer> lines) {
        int used = transaction
                .update(
                        "UPDATE reservation SET state = 'refunded', refund = :refund WHERE id = :id AND state = 'granted'")
                .bind("refund", refund.number())
                .bind("id", reservation)
                .execute();
        if (used != 1) {
            throw new IllegalStateException("reservation " + reservation + " is not granted");
        }
        send(transaction, new ReservedSaleRefunded(reservation, refund.saleNumber(), refund.store(), refund, lines));
    }

    private void send(Transaction transaction, Event event) {
        outbox.append(transaction, HEAD_OFFICE, Events.typeOf(event), Events.write(event));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Reservation read(RowView row) {
        String sale = row.getColumn("sale", String.class);
        return new Reservation(
                row.getColumn("id", UUID.class),
                row.getColumn("sale_number", String.class),
                row.getColumn("requested_by", String.class),
                row.getColumn("requested_at", Instant.class),
                row.getColumn("ends_at", Instant.class),
                row.getColumn("state", String.class),
                row.getColumn("reason", String.class),
                sale == null ? null : Json.read(sale, ReservedSale.class));
    }
}
