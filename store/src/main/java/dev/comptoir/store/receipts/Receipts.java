package dev.comptoir.store.receipts;

import dev.comptoir.store.checkout.Sale;
import dev.comptoir.store.checkout.Sales;
import dev.comptoir.store.registers.StoreProfiles;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The SQL of receipts. */
final class Receipts {
    private Receipts() {}

    static Optional<Receipt> find(Handle sql, String number) {
        return Sales.find(sql, number).map(sale -> receipt(sql, sale));
    }

    private static Receipt receipt(Handle sql, Sale sale) {
        return sql.createQuery("""
                        SELECT s.name, s.time_zone, s.taxes, s.profiles, e.profile_version,
                               coalesce(p.display_name, e.cashier) AS cashier_name, e.sequence = r.sale_sequence AS is_newest
                        FROM sale e
                        JOIN store s ON s.code = e.store_code
                        JOIN register r ON r.store_code = e.store_code AND r.number = e.register
                        LEFT JOIN employee p ON p.username = e.cashier
                        WHERE e.number = :number
                        """)
                .bind("number", sale.number())
                .map(row -> receipt(row, sale))
                .one();
    }

    private static Receipt receipt(RowView row, Sale sale) {
        StoreProfiles profiles = StoreProfiles.read(
                row.getColumn("name", String.class),
                row.getColumn("time_zone", String.class),
                row.getColumn("taxes", String.class),
                row.getColumn("profiles", String.class));
        return new Receipt(
                sale,
                profiles.of(sale.soldAt(), row.getColumn("profile_version", Long.class)),
                profiles.timeZone(),
                row.getColumn("cashier_name", String.class),
                row.getColumn("is_newest", Boolean.class));
    }
}
