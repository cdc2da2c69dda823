package dev.comptoir.store.drawer;

import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.TenderTotal;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.json.Json;
import dev.comptoir.store.drawer.RegisterReport.Book;
import dev.comptoir.store.drawer.RegisterReport.CashMovement;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The query behind X and Z reports: the totals of a register's day, from its books. */
final class Reports {
    private static final String REPORT = """
            WITH day AS (
                SELECT d.*, coalesce(d.last_sale, r.sale_sequence) AS sales_until,
                       coalesce(d.last_refund, r.refund_sequence) AS refunds_until
                FROM register_day d JOIN register r ON r.store_code = d.store_code AND r.number = d.register
                WHERE d.store_code = :store AND d.register = :register AND d.day = :day),
            sold AS (
                SELECT e.number, e.sequence, e.total, e.taxes, e.payments, e.change
                FROM day d JOIN sale e ON e.store_code = d.store_code AND e.register = d.register
                    AND e.sequence > d.sales_before AND e.sequence <= d.sales_until),
            returned AS (
                SELECT f.number, f.sequence, f.total, f.taxes, f.tender
                FROM day d JOIN refund f ON f.store_code = d.store_code AND f.register = d.register
                    AND f.sequence > d.refunds_before AND f.sequence <= d.refunds_until),
            paid AS (
                SELECT coalesce(sum(p.amount) FILTER (WHERE p.tender = 'cash'), 0) AS cash,
                       coalesce(sum(p.amount) FILTER (WHERE p.tender = 'card'), 0) AS card
                FROM sold, jsonb_to_recordset(sold.payments) AS p (tender text, amount bigint)),
            taxed AS (
                SELECT name, "perMillion", sum(amount) AS amount FROM (
                    SELECT t.name, t."perMillion", t.amount
                    FROM sold, jsonb_to_recordset(sold.taxes) AS t (name text, "perMillion" int, amount bigint)
                    UNION ALL
                    SELECT t.name, t."perMillion", -t.amount
                    FROM returned, jsonb_to_recordset(returned.taxes) AS t (name text, "perMillion" int, amount bigint))
                    AS charged
                GROUP BY name, "perMillion"),
            moved AS (
                SELECT m.direction, m.amount, m.reason, m.made_by, m.approved_by, m.made_at, m.id
                FROM day d JOIN cash_movement m USING (store_code, register, day))
            SELECT d.opened_by, d.opened_at, d.opening_float, d.sales_before, d.refunds_before, s.*, r.*,
                   paid.cash AS cash_paid, paid.card AS card_paid, m.*,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('name', name, 'perMillion', "perMillion", 'amount', amount)
                                              ORDER BY name, "perMillion"), '[]') FROM taxed) AS taxes,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'direction', direction, 'amount', amount, 'reason', reason, 'madeBy', made_by,
                        'approvedBy', approved_by,
                        'madeAt', to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]')
                    FROM moved) AS movements
            FROM day d, paid,
                 (SELECT count(*) AS sales, coalesce(sum(total), 0) AS sales_total, coalesce(sum(change), 0) AS change,
                         min(sequence) AS first_sale, max(sequence) AS last_sale,
                         (array_agg(number ORDER BY sequence))[1] AS first_sale_number,
                         (array_agg(number ORDER BY sequence DESC))[1] AS last_sale_number FROM sold) AS s,
                 (SELECT count(*) AS refunds, coalesce(sum(total), 0) AS refunds_total,
                         coalesce(sum(total) FILTER (WHERE tender = 'cash'), 0) AS cash_refunded,
                         coalesce(sum(total) FILTER (WHERE tender = 'card'), 0) AS card_refunded,
                         (array_agg(number ORDER BY sequence))[1] AS first_refund_number,
                         (array_agg(number ORDER BY sequence DESC))[1] AS last_refund_number FROM returned) AS r,
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

    private static RegisterReport.Totals totals(RowView row) {
        Money cashSales = money(row, "cash_paid").minus(money(row, "change"));
        Money cashRefunds = money(row, "cash_refunded");
        return new RegisterReport.Totals(
                book(row, "sale"),
                book(row, "refund"),
                List.of(Json.read(row.getColumn("taxes", String.class), TaxAmount[].class)),
                List.of(
                        tender(Tender.CASH, cashSales, cashRefunds),
                        tender(Tender.CARD, money(row, "card_paid"), money(row, "card_refunded"))),
                ledger(
                        money(row, "opening_float"),
                        cashSales,
                        cashRefunds,
                        money(row, "cash_in"),
                        money(row, "cash_out")),
                List.of(Json.read(row.getColumn("movements", String.class), CashMovement[].class)));
    }

    /** @param kind sale or refund */
    private static Book book(RowView row, String kind) {
        return new Book(
                row.getColumn(kind + "s", Long.class),
                money(row, kind + "s_total"),
                row.getColumn(kind + "s_before", Long.class),
                row.getColumn("first_" + kind + "_number", String.class),
                row.getColumn("last_" + kind + "_number", String.class));
    }

    private static Money money(RowView row, String column) {
        return row.getColumn(column, Money.class);
    }

    private static TenderTotal tender(Tender tender, Money sales, Money refunds) {
        return new TenderTotal(tender, sales, refunds, sales.minus(refunds));
    }

    private static DrawerLedger ledger(Money openingFloat, Money sales, Money refunds, Money in, Money out) {
        Money expected = openingFloat.plus(sales).minus(refunds).plus(in).minus(out);
        return new DrawerLedger(openingFloat, sales, refunds, in, out, expected);
    }
}
