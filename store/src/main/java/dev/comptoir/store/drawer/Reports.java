package dev.comptoir.store.drawer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.Breakdown;
import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.Empties;
import dev.comptoir.contract.Event.TenderTotal;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.store.checkout.Taxes;
import dev.comptoir.store.drawer.RegisterReport.Book;
import dev.comptoir.store.drawer.RegisterReport.CashMovement;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The query behind X and Z reports: the totals of a register's day, from its books. */
final class Reports {
    /**
     * A line without taxes of its own bears all taxes of its sale: an earlier version wrote it. The lines of a refund have the
     * taxes of the lines of its sale.
     */
    private static final String REPORT = """
            WITH day AS (
                SELECT d.*, coalesce(d.last_sale, r.sale_sequence) AS sales_until,
                       coalesce(d.last_refund, r.refund_sequence) AS refunds_until
                FROM register_day d JOIN register r ON r.store_code = d.store_code AND r.number = d.register
                WHERE d.store_code = :store AND d.register = :register AND d.day = :day),
            entry AS (
                SELECT 'sale' AS kind, e.number, e.sequence, e.subtotal, e.taxes, e.deposits, e.total, e.rounding,
                       e.payments, e.change,
                       (SELECT coalesce(sum(l.amount), 0) FROM sale_line l
                        WHERE l.sale_number = e.number AND coalesce(l.taxes, e.taxes) = '[]') AS zero_rated,
                       e.empties IS NULL OR EXISTS (SELECT FROM sale_line l WHERE l.sale_number = e.number) AS has_goods,
                       e.empties
                FROM day d JOIN sale e ON e.store_code = d.store_code AND e.register = d.register
                    AND e.sequence > d.sales_before AND e.sequence <= d.sales_until
                UNION ALL
                SELECT 'refund', f.number, f.sequence, f.subtotal, f.taxes, f.deposits, f.total, f.rounding,
                       coalesce(f.payments,
                                jsonb_build_array(jsonb_build_object('tender', f.tender, 'amount', f.total))), 0,
                       (SELECT coalesce(sum(l.amount), 0)
                        FROM jsonb_to_recordset(f.lines) AS l (amount bigint, taxes jsonb)
                        WHERE coalesce(l.taxes, f.taxes) = '[]'), true, NULL
                FROM day d JOIN refund f ON f.store_code = d.store_code AND f.register = d.register
                    AND f.sequence > d.refunds_before AND f.sequence <= d.refunds_until),
            summed AS (
                SELECT kind, count(*) FILTER (WHERE has_goods) AS entries, sum(total) AS total, sum(subtotal) AS net,
                       sum(zero_rated) AS zero_rated, sum(deposits) AS deposits, sum(rounding) AS rounding, sum(change) AS change,
                       (array_agg(number ORDER BY sequence))[1] AS first,
                       (array_agg(number ORDER BY sequence DESC))[1] AS last
                FROM entry GROUP BY kind),
            paid AS (
                SELECT kind, coalesce(sum(p.amount) FILTER (WHERE p.tender = 'cash'), 0) AS cash,
                       coalesce(sum(p.amount) FILTER (WHERE p.tender = 'card'), 0) AS card,
                       coalesce(sum(p.amount) FILTER (WHERE p.tender = 'exchange'), 0) AS exchange
                FROM entry, jsonb_to_recordset(entry.payments) AS p (tender text, amount bigint) GROUP BY kind),
            taxed AS (
                SELECT kind, t.name, t."perMillion", sum(coalesce(t.base, entry.subtotal)) AS base, sum(t.amount) AS amount
                FROM entry,
                     jsonb_to_recordset(entry.taxes) AS t (name text, "perMillion" int, base bigint, amount bigint)
                GROUP BY kind, t.name, t."perMillion"),
            returned AS (
                SELECT kind, sum(e.containers) AS containers, sum(e.containers * e."each") AS amount
                FROM entry, jsonb_to_recordset(entry.empties) AS e (containers bigint, "each" bigint) GROUP BY kind),
            handed_out AS (
                SELECT kind, sum(greatest(change - cash, 0)) AS amount
                FROM entry, LATERAL (
                    SELECT coalesce(sum(p.amount) FILTER (WHERE p.tender = 'cash'), 0) AS cash
                    FROM jsonb_to_recordset(entry.payments) AS p (tender text, amount bigint)) AS paid_in
                WHERE empties IS NOT NULL GROUP BY kind),
            book AS (
                SELECT kind, coalesce(entries, 0) AS entries, coalesce(total, 0) AS total, coalesce(net, 0) AS net,
                       coalesce(zero_rated, 0) AS zero_rated, coalesce(deposits, 0) AS deposits,
                       coalesce(rounding, 0) AS rounding, coalesce(change, 0) AS change, first, last,
                       coalesce(cash, 0) AS cash, coalesce(card, 0) AS card, coalesce(exchange, 0) AS exchange,
                       jsonb_build_object('containers', coalesce(returned.containers, 0),
                                          'amount', coalesce(returned.amount, 0)) AS empties,
                       coalesce(handed_out.amount, 0) AS handed_out,
                       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                                   'name', name, 'perMillion', "perMillion", 'base', base, 'amount', amount)
                                   ORDER BY name, "perMillion"), '[]')
                        FROM taxed WHERE taxed.kind = every.kind) AS taxes
                FROM (VALUES ('sale'), ('refund')) AS every (kind)
                LEFT JOIN summed USING (kind) LEFT JOIN paid USING (kind) LEFT JOIN returned USING (kind)
                LEFT JOIN handed_out USING (kind)),
            moved AS (
                SELECT m.direction, m.amount, m.reason, m.made_by, m.approved_by, m.made_at, m.id
                FROM day d JOIN cash_movement m USING (store_code, register, day))
            SELECT d.opened_by, d.opened_at, d.opening_float, d.sales_before, d.refunds_before, m.*,
                   (SELECT to_jsonb(book) FROM book WHERE kind = 'sale') AS sales,
                   (SELECT to_jsonb(book) FROM book WHERE kind = 'refund') AS refunds,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'direction', direction, 'amount', amount, 'reason', reason, 'madeBy', made_by,
                        'approvedBy', approved_by,
                        'madeAt', to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]')
                    FROM moved) AS movements
            FROM day d,
                 (SELECT coalesce(sum(amount) FILTER (WHERE direction = 'in'), 0) AS cash_in,
                         coalesce(sum(amount) FILTER (WHERE direction = 'out'), 0) AS cash_out FROM moved) AS m
            """;

    private Reports() {}

    /** The current totals of a day that was opened. */
    static RegisterReport of(Handle sql, Till till, int day) {
        return sql.createQuery(REPORT)
                .bindMethods(till)
                .bind("day", day)
                .map(row -> new RegisterReport(null, day(row, till, day), totals(row), null))
                .one();
    }

    private static RegisterReport.Day day(RowView row, Till till, int day) {
        return new RegisterReport.Day(
                till,
                day,
                row.getColumn("opened_by", String.class),
                row.getColumn("opened_at", Instant.class),
                null,
                null);
    }

    /** One of the report's two books, as the query builds it. */
    private record BookRow(
            long entries,
            Money total,
            @Nullable String first,
            @Nullable String last,
            @JsonUnwrapped Parts parts,
            @JsonUnwrapped Tendered tendered) {
        /** The breakdown, in the names of the query. */
        private record Parts(
                Money net,
                @JsonProperty("zero_rated") Money zeroRated,
                List<TaxAmount> taxes,
                Money deposits,
                Money rounding,
                Empties empties) {}

        /** @param handedOut cash for empties that were worth more than what was sold with them */
        private record Tendered(
                Money change,
                Money cash,
                Money card,
                Money exchange,
                @JsonProperty("handed_out") Money handedOut) {
            Money cashLessChange() {
                return cash.minus(change);
            }
        }

        Book book(long after) {
            return new Book(
                    entries,
                    total,
                    after,
                    first,
                    last,
                    new Breakdown(
                            parts.net, parts.zeroRated, parts.taxes, parts.deposits, parts.rounding, parts.empties));
        }
    }

    private static RegisterReport.Totals totals(RowView row) {
        BookRow sales = Json.read(row.getColumn("sales", String.class), BookRow.class);
        BookRow refunds = Json.read(row.getColumn("refunds", String.class), BookRow.class);
        BookRow.Tendered sold = sales.tendered();
        BookRow.Tendered returned = refunds.tendered();
        return new RegisterReport.Totals(
                sales.book(row.getColumn("sales_before", Long.class)),
                refunds.book(row.getColumn("refunds_before", Long.class)),
                Taxes.less(sales.parts().taxes(), refunds.parts().taxes()),
                tenders(sold, returned),
                ledger(row, sold, returned.cash()),
                List.of(Json.read(row.getColumn("movements", String.class), CashMovement[].class)));
    }

    /** The tender exchange stands only where there were exchanges: services of earlier versions do not read it. */
    private static List<TenderTotal> tenders(BookRow.Tendered sold, BookRow.Tendered returned) {
        TenderTotal cash = tender(Tender.CASH, sold.cashLessChange(), returned.cash());
        TenderTotal card = tender(Tender.CARD, sold.card(), returned.card());
        TenderTotal exchange = tender(Tender.EXCHANGE, sold.exchange(), returned.exchange());
        return exchange.sales().isZero() && exchange.refunds().isZero()
                ? List.of(cash, card)
                : List.of(cash, card, exchange);
    }

    private static Money money(RowView row, String column) {
        return row.getColumn(column, Money.class);
    }

    private static TenderTotal tender(Tender tender, Money sales, Money refunds) {
        return new TenderTotal(tender, sales, refunds, sales.minus(refunds));
    }

    private static DrawerLedger ledger(RowView row, BookRow.Tendered sold, Money refunds) {
        Money openingFloat = money(row, "opening_float");
        Money in = money(row, "cash_in");
        Money out = money(row, "cash_out");
        return new DrawerLedger(
                openingFloat,
                sold.cashLessChange().plus(sold.handedOut()),
                refunds,
                in,
                out,
                openingFloat.plus(sold.cashLessChange()).minus(refunds).plus(in).minus(out),
                sold.handedOut());
    }
}
