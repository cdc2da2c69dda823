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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The one query behind X and Z reports: what the books say of a register's day. */
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

    /** What the books say now of a day that was opened. */
    static RegisterReport of(Handle sql, Till till, int day) {
        return sql.createQuery(REPORT)
                .bind("store", till.store())
                .bind("register", till.register())
                .bind("day", day)
                .map((row, context) -> read(row, till, day))
                .one();
    }

    private static RegisterReport read(ResultSet row, Till till, int day) throws SQLException {
        Money cashSales = money(row, "cash_paid").minus(money(row, "change"));
        Money cashRefunds = money(row, "cash_refunded");
        return new RegisterReport(
                null,
                till.store(),
                till.register(),
                day,
                row.getString("opened_by"),
                row.getTimestamp("opened_at").toInstant(),
                null,
                null,
                new Book(
                        row.getLong("sales"),
                        money(row, "sales_total"),
                        row.getLong("sales_before"),
                        row.getString("first_sale_number"),
                        row.getString("last_sale_number")),
                new Book(
                        row.getLong("refunds"),
                        money(row, "refunds_total"),
                        row.getLong("refunds_before"),
                        row.getString("first_refund_number"),
                        row.getString("last_refund_number")),
                List.of(Json.read(row.getString("taxes"), TaxAmount[].class)),
                List.of(
                        tender(Tender.CASH, cashSales, cashRefunds),
                        tender(Tender.CARD, money(row, "card_paid"), money(row, "card_refunded"))),
                ledger(
                        money(row, "opening_float"),
                        cashSales,
                        cashRefunds,
                        money(row, "cash_in"),
                        money(row, "cash_out")),
                List.of(Json.read(row.getString("movements"), CashMovement[].class)),
                null);
    }

    private static Money money(ResultSet row, String column) throws SQLException {
        return Money.ofCents(row.getLong(column));
    }

    private static TenderTotal tender(Tender tender, Money sales, Money refunds) {
        return new TenderTotal(tender, sales, refunds, sales.minus(refunds));
    }

    private static DrawerLedger ledger(Money openingFloat, Money sales, Money refunds, Money in, Money out) {
        Money expected = openingFloat.plus(sales).minus(refunds).plus(in).minus(out);
        return new DrawerLedger(openingFloat, sales, refunds, in, out, expected);
    }
}
