package dev.comptoir.store.book;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.reconciliation.Reconciliations;
import dev.comptoir.platform.reconciliation.Rule;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.store.registers.Staff;
import java.util.List;

/** Checks rules over all rows, and lists every difference. */
public final class ReconciliationApi {
    private ReconciliationApi() {}

    private static final List<Rule> RULES = List.of(
            Rule.ofFullRuns("Each register's book has no gaps and adds up", """
                    SELECT r.store_code || '-' || r.number AS subject,
                           r.sale_sequence - n.sales || ' sales of ' || r.sales_total || ', ' || r.refund_sequence - n.refunds
                               || ' refunds of ' || r.refunds_total AS expected,
                           s.count || ' sales of ' || s.total || ', ' || f.count || ' refunds of ' || f.total AS found
                    FROM register r,
                         LATERAL (SELECT count(*), coalesce(sum(total), 0) AS total, coalesce(max(sequence), 0) AS last
                                  FROM sale WHERE store_code = r.store_code AND register = r.number) AS s,
                         LATERAL (SELECT count(*), coalesce(sum(total), 0) AS total, coalesce(max(sequence), 0) AS last
                                  FROM refund WHERE store_code = r.store_code AND register = r.number) AS f,
                         LATERAL (SELECT coalesce(sum(skipped_last - skipped_after) FILTER (WHERE book = 'sale'), 0) AS sales,
                                         coalesce(max(skipped_last) FILTER (WHERE book = 'sale'), 0) AS last_sale,
                                         coalesce(sum(skipped_last - skipped_after) FILTER (WHERE book = 'refund'), 0) AS refunds,
                                         coalesce(max(skipped_last) FILTER (WHERE book = 'refund'), 0) AS last_refund
                                  FROM skipped_numbers WHERE store_code = r.store_code AND register = r.number) AS n
                    WHERE (r.sale_sequence - n.sales, r.sales_total, r.sale_sequence, r.refund_sequence - n.refunds,
                           r.refunds_total, r.refund_sequence)
                          <> (s.count, s.total, greatest(s.last, n.last_sale), f.count, f.total,
                              greatest(f.last, n.last_refund))
                    """),
            new Rule("Each register's days follow each other without gaps, in the days and in the books", """
                    WITH skipped AS (
                        SELECT store_code, register, book, skipped_after AS "from", skipped_last AS until,
                               skipped_last - skipped_after AS numbers FROM skipped_numbers),
                    days AS (
                        SELECT *, row_number() OVER register_days AS number_in_row,
                               lag(last_sale, 1, 0::bigint) OVER register_days AS sales_until,
                               lag(last_refund, 1, 0::bigint) OVER register_days AS refunds_until
                        FROM register_day WINDOW register_days AS (PARTITION BY store_code, register ORDER BY day)),
                    expected AS (
                        SELECT d.*, d.number_in_row + coalesce(n.days, 0) AS expected_day,
                               d.sales_until + coalesce(n.sales, 0) AS expected_sales,
                               d.refunds_until + coalesce(n.refunds, 0) AS expected_refunds
                        FROM days d, LATERAL (
                            SELECT sum(numbers) FILTER (WHERE book = 'day' AND until < d.day) AS days,
                                   sum(numbers) FILTER (WHERE book = 'sale' AND "from" >= d.sales_until
                                                          AND until <= d.sales_before) AS sales,
                                   sum(numbers) FILTER (WHERE book = 'refund' AND "from" >= d.refunds_until
                                                          AND until <= d.refunds_before) AS refunds
                            FROM skipped s WHERE s.store_code = d.store_code AND s.register = d.register) AS n)
                    SELECT store_code || '-' || register || ' day ' || day AS subject,
                           'day ' || expected_day || ' after sale ' || expected_sales || ' and refund ' || expected_refunds
                               AS expected,
                           'day ' || day || ' after sale ' || sales_before || ' and refund ' || refunds_before AS found
                    FROM expected
                    WHERE (day, sales_before, refunds_before)
                          IS DISTINCT FROM (expected_day, expected_sales, expected_refunds)
                    UNION ALL
                    SELECT r.store_code || '-' || r.number, 'sale ' || n.sales || ', refund ' || n.refunds,
                           'sale ' || r.sale_sequence || ', refund ' || r.refund_sequence
                    FROM register r
                    LEFT JOIN LATERAL (SELECT last_sale, last_refund FROM register_day
                                       WHERE store_code = r.store_code AND register = r.number
                                       ORDER BY day DESC LIMIT 1) AS d ON true,
                    LATERAL (SELECT coalesce(d.last_sale, 0) + coalesce(sum(numbers) FILTER (
                                        WHERE book = 'sale' AND "from" >= coalesce(d.last_sale, 0)), 0) AS sales,
                                    coalesce(d.last_refund, 0) + coalesce(sum(numbers) FILTER (
                                        WHERE book = 'refund' AND "from" >= coalesce(d.last_refund, 0)), 0) AS refunds
                             FROM skipped s WHERE s.store_code = r.store_code AND s.register = r.number) AS n
                    WHERE NOT r.open AND (r.sale_sequence, r.refund_sequence) IS DISTINCT FROM (n.sales, n.refunds)
                    """),
            Rule.ofNewRows("Each Z report matches the sales, refunds and cash movements of its day", """
                    SELECT d.number AS subject, d.expected || ' in the drawer' AS expected,
                           d.opening_float + s.cash - f.cash + m.amount || ' in the drawer' AS found
                    FROM register_day d,
                         LATERAL (SELECT coalesce(sum(paid.amount), 0) - coalesce(sum(e.change), 0) AS cash,
                                         coalesce(sum(e.total), 0) AS total
                                  FROM sale e, LATERAL (
                                      SELECT coalesce(sum(p.amount) FILTER (WHERE p.tender = 'cash'), 0) AS amount
                                      FROM jsonb_to_recordset(e.payments) AS p (tender text, amount bigint)) AS paid
                                  WHERE e.store_code = d.store_code AND e.register = d.register
                                    AND e.sequence > d.sales_before AND e.sequence <= d.last_sale) AS s,
                         LATERAL (SELECT coalesce(sum(coalesce(paid.amount, CASE tender WHEN 'cash' THEN total END)), 0) AS cash,
                                         coalesce(sum(total), 0) AS total
                                  FROM refund, LATERAL (
                                      SELECT CASE WHEN payments IS NOT NULL THEN
                                                 coalesce(sum(p.amount) FILTER (WHERE p.tender = 'cash'), 0) END AS amount
                                      FROM jsonb_to_recordset(payments) AS p (tender text, amount bigint)) AS paid
                                  WHERE store_code = d.store_code AND register = d.register
                                    AND sequence > d.refunds_before AND sequence <= d.last_refund) AS f,
                         LATERAL (SELECT coalesce(sum(CASE direction WHEN 'in' THEN amount ELSE -amount END), 0) AS amount
                                  FROM cash_movement m WHERE (m.store_code, m.register, m.day)
                                      = (d.store_code, d.register, d.day)) AS m
                    WHERE d.closed_at >= :since
                      AND (d.expected, (d.report -> 'sales' ->> 'total')::bigint, (d.report -> 'refunds' ->> 'total')::bigint)
                          <> (d.opening_float + s.cash - f.cash + m.amount, s.total, f.total)
                    """),
            Rule.ofNewRows(
                    "Lines add up to the subtotal, with taxes to the total, and payments less change to it", """
                    SELECT e.number AS subject,
                           e.subtotal || ' and ' || e.deposits || ' and ' || e.total || ' and '
                               || e.total - c.amount + e.rounding AS expected,
                           l.amount || ' and ' || l.deposit || ' and ' || e.subtotal + t.amount + e.deposits || ' and '
                               || p.amount - e.change AS found
                    FROM sale e,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(deposit), 0) AS deposit,
                                         coalesce(bool_and(amount = quantity * unit_price - discount), true) AS exact,
                                         count(*) AS lines
                                  FROM sale_line WHERE sale_number = e.number) AS l,
                         LATERAL (SELECT coalesce(sum(containers * "each"), 0) AS amount, count(*) AS deposits
                                  FROM jsonb_to_recordset(e.empties) AS c (containers bigint, "each" bigint)) AS c,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(e.taxes) AS tax (amount bigint)) AS t,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(e.payments) AS payment (amount bigint)) AS p
                    WHERE e.sold_at >= :since
                      AND (l.amount <> e.subtotal OR NOT l.exact OR l.deposit <> e.deposits OR l.lines + c.deposits = 0
                           OR e.subtotal + t.amount + e.deposits <> e.total
                           OR p.amount - e.change <> e.total - c.amount + e.rounding)
                    """),
            Rule.ofNewRows("Each tax is its rate of the lines that bear it, rounded half up", """
                    SELECT e.number || ' ' || t.name AS subject,
                           round(l.base * t."perMillion" / 1000000.0)::bigint || ' of ' || l.base AS expected,
                           t.amount || ' of ' || coalesce(t.base, e.subtotal) AS found
                    FROM sale e,
                         jsonb_to_recordset(e.taxes) AS t (name text, "perMillion" bigint, base bigint, amount bigint),
                         LATERAL (SELECT coalesce(sum(amount), 0) AS base FROM sale_line
                                  WHERE sale_number = e.number
                                    AND (taxes IS NULL OR taxes @> jsonb_build_array(
                                             jsonb_build_object('name', t.name, 'perMillion', t."perMillion")))) AS l
                    WHERE e.sold_at >= :since
                      AND (t.amount, coalesce(t.base, e.subtotal)) <> (round(l.base * t."perMillion" / 1000000.0), l.base)
                    """),
            Rule.ofNewRows("What a refund gives back is its rounded total", """
                    SELECT f.number AS subject, f.total + f.rounding || ' of ' || f.subtotal + t.amount + f.deposits AS expected,
                           p.amount || ' of ' || f.total AS found
                    FROM refund f,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(f.taxes) AS tax (amount bigint)) AS t,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(f.payments) AS payment (amount bigint)) AS p
                    WHERE f.refunded_at >= :since AND f.payments IS NOT NULL
                      AND (p.amount, f.total) <> (f.total + f.rounding, f.subtotal + t.amount + f.deposits)
                    """),
            Rule.ofNewRows(
                    "The goods of each exchange pay as much of its sale as its refund hands over, on one register's day",
                    """
                    WITH sold AS (
                        SELECT e.number, p.exchange ->> 'number' AS other, e.store_code, e.register, e.business_day,
                               p.exchange ->> 'origin' AS origin, sum(p.amount) AS amount
                        FROM sale e, jsonb_to_recordset(e.payments) AS p (tender text, amount bigint, exchange jsonb)
                        WHERE e.sold_at >= :since AND e.payments @> '[{"tender": "exchange"}]' AND p.tender = 'exchange'
                        GROUP BY e.number, p.exchange ->> 'number', p.exchange ->> 'origin'),
                    refunded AS (
                        SELECT f.number, p.exchange ->> 'number' AS other, f.store_code, f.register, f.business_day,
                               p.exchange ->> 'origin' AS origin, sum(p.amount) AS amount
                        FROM refund f, jsonb_to_recordset(f.payments) AS p (tender text, amount bigint, exchange jsonb)
                        WHERE f.refunded_at >= :since AND f.payments @> '[{"tender": "exchange"}]' AND p.tender = 'exchange'
                        GROUP BY f.number, p.exchange ->> 'number', p.exchange ->> 'origin')
                    SELECT sold.number AS subject, concat_ws(' ', sold.amount, sold.origin, sold.other) AS expected,
                           coalesce(concat_ws(' ', f.amount, sold.origin, sold.other), 'none') AS found
                    FROM sold, LATERAL (
                        SELECT sum(p.amount) AS amount
                        FROM refund f, jsonb_to_recordset(f.payments) AS p (tender text, amount bigint, exchange jsonb)
                        WHERE f.number = sold.other AND p.exchange ->> 'number' = sold.number
                          AND p.exchange ->> 'origin' = sold.origin
                          AND (f.store_code, f.register, f.business_day) = (sold.store_code, sold.register, sold.business_day))
                        AS f
                    WHERE f.amount IS DISTINCT FROM sold.amount
                    UNION ALL
                    SELECT refunded.number, concat_ws(' ', refunded.amount, refunded.origin, refunded.other),
                           coalesce(concat_ws(' ', e.amount, refunded.origin, refunded.other), 'none')
                    FROM refunded, LATERAL (
                        SELECT sum(p.amount) AS amount
                        FROM sale e, jsonb_to_recordset(e.payments) AS p (tender text, amount bigint, exchange jsonb)
                        WHERE e.number = refunded.other AND p.exchange ->> 'number' = refunded.number
                          AND p.exchange ->> 'origin' = refunded.origin
                          AND (e.store_code, e.register, e.business_day)
                              = (refunded.store_code, refunded.register, refunded.business_day)) AS e
                    WHERE e.amount IS DISTINCT FROM refunded.amount
                    """),
            Rule.ofNewRows("Each overridden price of a sale was approved", """
                    SELECT e.number || ' line ' || l.line AS subject,
                           l.list_price || ', or an approval of ' || l.unit_price || ' for product ' || l.product_id AS expected,
                           l.unit_price::text AS found
                    FROM sale e JOIN sale_line l ON l.sale_number = e.number
                    WHERE e.sold_at >= :since AND l.unit_price <> l.list_price AND l.discount = 0
                      AND NOT EXISTS (SELECT FROM approval a
                                      WHERE a.store_code = e.store_code AND a.kind = 'price' AND a.amount = l.unit_price
                                        AND split_part(a.subject, ':', 1) = l.product_id::text
                                        AND coalesce(a.units, l.quantity) >= l.quantity
                                        AND a.approved_at < e.sold_at + interval '1 minute')
                    """),
            Rule.ofNewRows("Each discount of a sale was approved", """
                    SELECT e.number || ' line ' || l.line AS subject,
                           'no discount, or an approval of ' || l.discount || ' for product ' || l.product_id AS expected,
                           l.discount::text AS found
                    FROM sale e JOIN sale_line l ON l.sale_number = e.number
                    WHERE e.sold_at >= :since AND l.discount > 0
                      AND NOT EXISTS (SELECT FROM approval a
                                      WHERE a.store_code = e.store_code AND a.kind = 'discount' AND a.amount >= l.discount
                                        AND split_part(a.subject, ':', 1) IN ('cart', l.product_id::text)
                                        AND a.approved_at < e.sold_at + interval '1 minute')
                    """),
            Rule.ofNewRows("No refund exceeds its sale, per tax and in total", """
                    WITH refunded AS (
                        SELECT sale_number FROM refund WHERE refunded_at >= :since
                        UNION SELECT sale_number FROM reserved_sale WHERE refund IS NOT NULL AND reserved_at >= :since),
                    back AS (
                        SELECT f.sale_number, f.taxes, f.total FROM refunded JOIN refund f USING (sale_number)
                        UNION ALL
                        SELECT r.sale_number, r.refund -> 'refund' -> 'taxes', (r.refund -> 'refund' ->> 'total')::bigint
                        FROM refunded JOIN reserved_sale r USING (sale_number) WHERE r.refund IS NOT NULL)
                    SELECT r.sale_number || ' ' || r.name AS subject, coalesce(t.amount, 0)::text AS expected,
                           r.amount::text AS found
                    FROM (SELECT back.sale_number, tax.name, sum(tax.amount) AS amount
                          FROM back, jsonb_to_recordset(back.taxes) AS tax (name text, amount bigint)
                          GROUP BY back.sale_number, tax.name) AS r
                    JOIN sale e ON e.number = r.sale_number
                    LEFT JOIN LATERAL (
                        SELECT sum(tax.amount) AS amount
                        FROM jsonb_to_recordset(e.taxes) AS tax (name text, amount bigint)
                        WHERE tax.name = r.name) AS t ON true
                    WHERE r.amount > coalesce(t.amount, 0)
                    UNION ALL
                    SELECT e.number, e.total::text, sum(back.total)::text
                    FROM back JOIN sale e ON e.number = back.sale_number
                    GROUP BY e.number HAVING sum(back.total) > e.total
                    """),
            Rule.ofFullRuns("Returned units match the refunds", """
                    SELECT l.sale_number || ' line ' || l.line AS subject, l.returned::text AS expected,
                           coalesce(r.quantity, 0)::text AS found
                    FROM sale_line l LEFT JOIN (
                        SELECT sale_number, line, sum(quantity) AS quantity FROM (
                            SELECT f.sale_number, back.line, back.quantity
                            FROM refund f, jsonb_to_recordset(f.lines) AS back (line int, quantity int)
                            UNION ALL
                            SELECT s.sale_number, back.line::int,
                                   (s.refund -> 'refund' -> 'lines' -> (back.place - 1)::int ->> 'quantity')::int
                            FROM reserved_sale s,
                                 jsonb_array_elements_text(s.refund -> 'lines') WITH ORDINALITY AS back (line, place)
                        ) AS refunded
                        GROUP BY sale_number, line) AS r ON r.sale_number = l.sale_number AND r.line = l.line
                    WHERE l.returned <> coalesce(r.quantity, 0) OR l.returned > l.quantity
                    """),
            Rule.ofNewRows("Each refund has its sale, or the reservation of a sale of another deployment", """
                    SELECT f.number AS subject, 'the sale or the reservation of ' || f.sale_number AS expected,
                           'none' AS found
                    FROM refund f
                    WHERE f.refunded_at >= :since AND NOT EXISTS (SELECT FROM sale WHERE number = f.sale_number)
                      AND NOT EXISTS (SELECT FROM reservation r WHERE r.refund = f.number
                                      AND (r.sale_number, r.store_code) = (f.sale_number, f.store_code))
                    UNION ALL
                    SELECT 'reservation ' || r.id, 'refund ' || r.refund, 'none'
                    FROM reservation r
                    WHERE r.requested_at >= :since AND r.refund IS NOT NULL
                      AND NOT EXISTS (SELECT FROM refund WHERE number = r.refund)
                    """),
            new Rule("No sale is reserved for longer than a day", """
                    SELECT sale_number || ' for store ' || store_code AS subject, 'refunded or released' AS expected,
                           'reserved since ' || to_char(reserved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS found
                    FROM reserved_sale WHERE state = 'reserved' AND reserved_at < now() - interval '1 day'
                    """),
            Rule.ofFullRuns("Each shelf matches its counts, deliveries, sales and returns", """
                    SELECT h.store_code || ' product ' || h.product_id AS subject,
                           (coalesce(c.units, 0) + coalesce(d.units, 0) + coalesce(f.units, 0) - coalesce(s.units, 0))::text
                               AS expected,
                           h.quantity::text AS found
                    FROM shelf h
                    LEFT JOIN (SELECT store_code, product_id, sum(correction) AS units FROM stock_count
                               GROUP BY store_code, product_id) AS c USING (store_code, product_id)
                    LEFT JOIN (SELECT store_code, product_id, sum(quantity) AS units FROM delivery
                               GROUP BY store_code, product_id) AS d USING (store_code, product_id)
                    LEFT JOIN (SELECT e.store_code, l.product_id, sum(l.quantity) AS units
                               FROM sale e JOIN sale_line l ON l.sale_number = e.number
                               GROUP BY e.store_code, l.product_id) AS s USING (store_code, product_id)
                    LEFT JOIN (SELECT r.store_code, back."productId" AS product_id, sum(back.quantity) AS units
                               FROM refund r, jsonb_to_recordset(r.lines)
                                   AS back ("productId" bigint, quantity int, "backToShelf" boolean)
                               WHERE back."backToShelf" GROUP BY r.store_code, back."productId") AS f
                        USING (store_code, product_id)
                    WHERE h.quantity < 0 OR h.quantity <>
                        coalesce(c.units, 0) + coalesce(d.units, 0) + coalesce(f.units, 0) - coalesce(s.units, 0)
                    """),
            new Rule("Each received order was delivered once, in full", """
                    SELECT o.id::text AS subject, o.state || ' ' || o.quantity AS expected,
                           coalesce('delivered ' || d.quantity, 'not delivered') AS found
                    FROM restock_order o LEFT JOIN delivery d ON d.order_id = o.id
                    WHERE (o.state = 'received') <> (d.order_id IS NOT NULL) OR d.quantity <> o.quantity
                    """));

    public static ReconciliationJob job(ServiceSettings settings) {
        return new ReconciliationJob(settings.database(), settings.reconciliation(), RULES);
    }

    public static List<Endpoint> endpoints(Database database, ReconciliationJob job, Metrics metrics) {
        return Reconciliations.endpoints(database, Staff.MANAGERS, job, metrics);
    }
}
