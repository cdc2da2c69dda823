package dev.comptoir.store.refunds;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.StoreProfiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** A sale of which goods come back. */
record SoldSale(
        String number,
        String store,
        StoreProfiles profiles,
        List<TaxAmount> taxes,
        Money total,
        List<Payment> payments) {
    private static final String SELECT = """
            SELECT e.number, e.store_code, s.name, s.time_zone, s.taxes AS store_taxes, s.profiles, e.taxes, e.total,
                   e.payments
            FROM sale e JOIN store s ON s.code = e.store_code
            WHERE e.number = :number
            """;

    static Optional<SoldSale> find(Handle sql, String number) {
        return one(sql.createQuery(SELECT), number);
    }

    /** Other refunds of the sale wait until the end of the transaction. */
    static Optional<SoldSale> lock(Transaction transaction, String number) {
        return one(transaction.query(SELECT + "FOR NO KEY UPDATE OF e"), number);
    }

    private static Optional<SoldSale> one(Query query, String number) {
        return query.bind("number", number).map((row, context) -> read(row)).findOne();
    }

    private static SoldSale read(ResultSet row) throws SQLException {
        return new SoldSale(
                row.getString("number"),
                row.getString("store_code"),
                StoreProfiles.read(
                        row.getString("name"),
                        row.getString("time_zone"),
                        row.getString("store_taxes"),
                        row.getString("profiles")),
                List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                Money.ofCents(row.getLong("total")),
                List.of(Json.read(row.getString("payments"), Payment[].class)));
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
