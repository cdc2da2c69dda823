package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event.RegisterSequencesMoved;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.RegisterBook;
import dev.comptoir.platform.sql.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.result.RowView;

/** Where the books of the registers end, in one small table that every new entry keeps up to date. */
public final class RegisterBooks {
    /** A thousand stores of three registers, and some more. */
    private static final int REGISTERS_LIMIT = 10_000;

    private RegisterBooks() {}

    private static final String SELECT = """
            SELECT store_code, register,
                   coalesce(max(last) FILTER (WHERE book = 'sale'), 0) AS last_sale,
                   coalesce(max(total) FILTER (WHERE book = 'sale'), 0) AS sales_total,
                   coalesce(max(last) FILTER (WHERE book = 'refund'), 0) AS last_refund,
                   coalesce(max(total) FILTER (WHERE book = 'refund'), 0) AS refunds_total,
                   coalesce(max(last) FILTER (WHERE book = 'z_report'), 0) AS last_day
            FROM register_book b JOIN store s ON s.code = b.store_code AND s.deployment = :deployment
            GROUP BY store_code, register LIMIT :limit
            """;

    /** The ends of the books of a deployment's registers, by the name of the register. */
    public static Map<String, String> of(Transaction transaction, String deployment) {
        return transaction
                .query(SELECT)
                .bind("deployment", deployment)
                .bind("limit", REGISTERS_LIMIT)
                .reduceRows(new HashMap<String, String>(), (held, row) -> {
                    held.put(name(row), book(row).text());
                    return held;
                });
    }

    private static String name(RowView row) {
        return RegisterBook.nameOf(row.getColumn("store_code", String.class), row.getColumn("register", Integer.class));
    }

    private static RegisterBook book(RowView row) {
        return new RegisterBook(
                row.getColumn("last_sale", Long.class),
                row.getColumn("sales_total", Money.class),
                row.getColumn("last_refund", Long.class),
                row.getColumn("refunds_total", Money.class),
                row.getColumn("last_day", Long.class));
    }

    /**
     * A restored store skips numbers; what is held under them exists only here.
     *
     * @return the units of the entries that are lost at the store from now on
     */
    public static List<LostUnits> skip(Transaction transaction, RegisterSequencesMoved moved) {
        EntryTable.Place place = new EntryTable.Place(moved.store(), moved.register());
        long salesTotal = moved.salesTotal().cents();
        long refundsTotal = moved.refundsTotal().cents();
        Books.Z_REPORTS.skip(transaction, place, moved.days(), 0, moved.movedAt());
        List<LostUnits> lost =
                new ArrayList<>(Books.SALES.skip(transaction, place, moved.sales(), salesTotal, moved.movedAt()));
        lost.addAll(Books.REFUNDS.skip(transaction, place, moved.refunds(), refundsTotal, moved.movedAt()));
        return lost;
    }
}
