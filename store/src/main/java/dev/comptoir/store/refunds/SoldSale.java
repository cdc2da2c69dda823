package dev.comptoir.store.refunds;

import dev.comptoir.contract.Event.EarlierRefund;
import dev.comptoir.contract.Event.ReservedSale;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.StoreProfiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A sale of which goods come back, and what came back of it so far.
 *
 * @param profiles of the store that takes the goods back
 * @param lines by their places in the sale
 * @param refunds the earlier ones, at whatever store
 * @param reservation under which a sale of another deployment is refunded; absent when the sale is in this database
 */
record SoldSale(
        String number,
        StoreProfiles profiles,
        List<TaxAmount> taxes,
        Money total,
        List<Payment> payments,
        Map<Integer, SoldLine> lines,
        List<EarlierRefund> refunds,
        @Nullable UUID reservation) {
    private static final String SELECT =
            "SELECT e.number, e.taxes, e.total, e.payments FROM sale e WHERE e.number = :number ";

    private record Header(List<TaxAmount> taxes, Money total, List<Payment> payments) {}

    /**
     * A sale of this deployment, or one that a store has reserved.
     *
     * @param store that takes the goods back
     */
    static Optional<SoldSale> find(Handle sql, String store, String number) {
        return header(sql.createQuery(SELECT), number)
                .map(header -> own(sql, store, number, header))
                .or(() -> Reservations.usable(sql, store, number).map(granted -> reserved(sql, store, granted)));
    }

    /** The same; other refunds of the sale wait until the end of the transaction. What the lock protects is read after it. */
    static Optional<SoldSale> lock(Transaction transaction, String store, String number) {
        Handle sql = transaction.sql();
        return header(transaction.query(SELECT + "FOR NO KEY UPDATE OF e"), number)
                .map(header -> own(sql, store, number, header))
                .or(() -> Reservations.lock(transaction, store, number).map(granted -> reserved(sql, store, granted)));
    }

    private static Optional<Header> header(Query query, String number) {
        return query.bind("number", number)
                .map((row, context) -> new Header(
                        List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                        Money.ofCents(row.getLong("total")),
                        List.of(Json.read(row.getString("payments"), Payment[].class))))
                .findOne();
    }

    private static SoldSale own(Handle sql, String store, String number, Header header) {
        return new SoldSale(
                number,
                StoreProfiles.of(sql, store),
                header.taxes(),
                header.total(),
                header.payments(),
                SoldLine.of(sql, number),
                ReservedSales.earlier(RefundBook.of(sql, number)),
                null);
    }

    private static SoldSale reserved(Handle sql, String store, Reservations.Granted granted) {
        ReservedSale sale = granted.sale();
        return new SoldSale(
                sale.number(),
                StoreProfiles.of(sql, store),
                sale.taxes(),
                sale.total(),
                sale.payments(),
                SoldLine.of(sale.lines()),
                sale.refunds(),
                granted.reservation());
    }

    /** What cards paid; the rest was cash, rounded. */
    Money byCard() {
        return Money.sum(payments.stream()
                .filter(payment -> payment.origin() == Tender.CARD)
                .map(Payment::amount));
    }

    boolean wasCardFirst() {
        return !payments.isEmpty() && payments.getFirst().origin() == Tender.CARD;
    }
}
