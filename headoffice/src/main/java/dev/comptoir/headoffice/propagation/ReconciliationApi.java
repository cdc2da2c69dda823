package dev.comptoir.headoffice.propagation;

import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.reconciliation.ReconciliationJob;
import dev.comptoir.platform.reconciliation.Reconciliations;
import dev.comptoir.platform.reconciliation.Rule;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import java.util.List;

/** Compares the books of the chain with each other and with the read models, and lists every difference. */
public final class ReconciliationApi {
    private ReconciliationApi() {}

    private static final List<Rule> RULES = List.of(
            Rule.ofFullRuns("The sales of every register are complete, by its own count and total", """
                    SELECT s.store_code || '-' || s.register AS subject,
                           last.sequence - n.skipped || ' sales of ' || last.register_total AS expected,
                           s.count || ' sales of ' || s.total AS found
                    FROM (SELECT store_code, register, count(*), sum(total) AS total, max(sequence) AS sequence
                          FROM sale WHERE NOT lost GROUP BY store_code, register) AS s
                    JOIN sale last USING (store_code, register, sequence),
                         LATERAL (SELECT coalesce(sum(skipped_last - skipped_after), 0) AS skipped FROM skipped_numbers
                                  WHERE (store_code, register, book) = (s.store_code, s.register, 'sale')
                                    AND NOT superseded AND skipped_last < s.sequence) AS n
                    WHERE NOT last.lost AND (s.count, s.total) <> (last.sequence - n.skipped, last.register_total)
                    """),
            Rule.ofFullRuns("The refunds of every register are complete, by its own count and total", """
                    SELECT s.store_code || '-' || s.register AS subject,
                           last.sequence - n.skipped || ' refunds of ' || last.register_total AS expected,
                           s.count || ' refunds of ' || s.total AS found
                    FROM (SELECT store_code, register, count(*), sum(total) AS total, max(sequence) AS sequence
                          FROM refund WHERE NOT lost GROUP BY store_code, register) AS s
                    JOIN refund last USING (store_code, register, sequence),
                         LATERAL (SELECT coalesce(sum(skipped_last - skipped_after), 0) AS skipped FROM skipped_numbers
                                  WHERE (store_code, register, book) = (s.store_code, s.register, 'refund')
                                    AND NOT superseded AND skipped_last < s.sequence) AS n
                    WHERE NOT last.lost AND (s.count, s.total) <> (last.sequence - n.skipped, last.register_total)
                    """),
            Rule.ofNewRows("The Z reports are complete and agree with the sales and refunds of their registers", """
                    SELECT z.number AS subject,
                           'day ' || z.days || ', sales ' || z.sales_total || ', refunds ' || z.refunds_total AS expected,
                           'day ' || z.day || ', sales ' || s.total || ', refunds ' || f.total AS found
                    FROM (SELECT *, row_number() OVER (PARTITION BY store_code, register ORDER BY day)
                                    + coalesce((SELECT sum(skipped_last - skipped_after) FROM skipped_numbers n
                                                WHERE (n.store_code, n.register, n.book)
                                                      = (z_report.store_code, z_report.register, 'z_report')
                                                  AND NOT superseded AND skipped_last < day), 0) AS days
                          FROM z_report WHERE NOT lost) AS z,
                         LATERAL (SELECT coalesce(sum(total), 0) AS total FROM sale
                                  WHERE store_code = z.store_code AND register = z.register AND NOT lost
                                    AND sequence > z.sales_after AND sequence <= z.last_sale) AS s,
                         LATERAL (SELECT coalesce(sum(total), 0) AS total FROM refund
                                  WHERE store_code = z.store_code AND register = z.register AND NOT lost
                                    AND sequence > z.refunds_after AND sequence <= z.last_refund) AS f
                    WHERE z.closed_at >= :since AND (z.days, z.sales_total, z.refunds_total) <> (z.day, s.total, f.total)
                    """),
            new Rule("Every store has its sales, refunds, Z reports and stock counts that are here", """
                    SELECT 'store ' || store_code || ' register ' || register AS subject,
                           kind || ' in the books of the store' AS expected,
                           kind || ' ' || (array_agg(number ORDER BY sequence, number))[1] || ' to '
                               || (array_agg(number ORDER BY sequence DESC, number DESC))[1]
                               || ' only at the head office (' || count(*) || '): the store was restored' AS found
                    FROM (SELECT store_code, register, 'sales' AS kind, number, sequence FROM sale WHERE lost
                          UNION ALL SELECT store_code, register, 'refunds', number, sequence FROM refund WHERE lost
                          UNION ALL SELECT store_code, register, 'Z reports', number, day FROM z_report WHERE lost) AS lost
                    GROUP BY store_code, register, kind
                    UNION ALL
                    SELECT 'store ' || store_code || ' product ' || product_id, 'stock counts in the books of the store',
                           'stock counts of ' || string_agg(
                                   to_char(counted_at AT TIME ZONE time_zone, 'YYYY-MM-DD HH24:MI') || ' (' || counted || ')',
                                   ', ' ORDER BY counted_at)
                               || ' only at the head office: the store was restored'
                    FROM stock_count c JOIN store s ON s.code = c.store_code WHERE lost
                    GROUP BY store_code, product_id
                    """),
            Rule.ofNewRows(
                    "Lines add up to the subtotal, with taxes and deposits to the total, and payments less change to it and the"
                            + " rounding, less empties",
                    """
                    SELECT e.number AS subject,
                           concat_ws(' ', e.subtotal, e.deposits, e.total, e.total - c.amount + e.rounding) AS expected,
                           concat_ws(' ', l.amount, l.deposit, e.subtotal + t.amount + e.deposits, p.amount - e.change) AS found
                    FROM sale e,
                         LATERAL (SELECT coalesce(sum(containers * "each"), 0) AS amount, count(*) AS deposits
                                  FROM jsonb_to_recordset(e.empties) AS empty (containers bigint, "each" bigint)) AS c,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(deposit), 0) AS deposit,
                                         coalesce(bool_and(amount = quantity * "unitPrice" - coalesce(discount, 0)),
                                                  c.deposits > 0) AS exact
                                  FROM jsonb_to_recordset(e.lines) AS line (
                                      amount bigint, quantity int, "unitPrice" bigint, discount bigint, deposit bigint)) AS l,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(e.taxes) AS tax (amount bigint)) AS t,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(e.payments) AS payment (amount bigint)) AS p
                    WHERE e.sold_at >= :since
                      AND (NOT l.exact
                           OR (e.subtotal, e.deposits, e.total, e.total - c.amount + e.rounding)
                              <> (l.amount, l.deposit, e.subtotal + t.amount + e.deposits, p.amount - e.change))
                    """),
            Rule.ofNewRows(
                    "Each tax is its rate of its base, rounded half up, and the base is the sum of its lines", """
                    SELECT e.number || ' ' || t.name AS subject,
                           concat_ws(' ', l.base, round(l.base * t."perMillion" / 1000000.0)::bigint) AS expected,
                           concat_ws(' ', coalesce(t.base, e.subtotal), t.amount) AS found
                    FROM sale e,
                         jsonb_to_recordset(e.taxes) AS t (name text, "perMillion" bigint, base bigint, amount bigint),
                         LATERAL (SELECT coalesce(sum(amount), 0) AS base
                                  FROM jsonb_to_recordset(e.lines) AS line (amount bigint, taxes jsonb)
                                  WHERE coalesce(line.taxes, e.taxes)
                                      @> jsonb_build_array(jsonb_build_object('name', t.name, 'perMillion', t."perMillion"))) AS l
                    WHERE e.sold_at >= :since
                      AND (coalesce(t.base, e.subtotal), t.amount)
                          <> (l.base, round(l.base * t."perMillion" / 1000000.0))
                    """),
            Rule.ofNewRows(
                    "A refund's lines add up with taxes and deposits to its total, and its payments to it and the rounding",
                    """
                    SELECT r.number AS subject,
                           concat_ws(' ', r.subtotal, r.deposits, r.total, r.total + r.rounding) AS expected,
                           concat_ws(' ', l.amount, l.deposit, r.subtotal + t.amount + r.deposits, p.amount) AS found
                    FROM refund r,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(deposit), 0) AS deposit
                                  FROM jsonb_to_recordset(r.lines) AS line (amount bigint, deposit bigint)) AS l,
                         LATERAL (SELECT coalesce(sum(amount), 0) AS amount
                                  FROM jsonb_to_recordset(r.taxes) AS tax (amount bigint)) AS t,
                         LATERAL (SELECT CASE WHEN r.payments IS NULL THEN r.total ELSE coalesce(sum(amount), 0) END AS amount
                                  FROM jsonb_to_recordset(r.payments) AS payment (amount bigint)) AS p
                    WHERE r.refunded_at >= :since
                      AND (r.subtotal, r.deposits, r.total, r.total + r.rounding)
                          <> (l.amount, l.deposit, r.subtotal + t.amount + r.deposits, p.amount)
                    """),
            Rule.ofNewRows("No refund exceeds its sale, in units and in money", """
                    WITH refunded AS (SELECT DISTINCT sale_number FROM refund WHERE refunded_at >= :since)
                    SELECT r.sale_number || ' product ' || r.product_id AS subject,
                           coalesce(s.units::text, 'no such line') AS expected, r.units::text AS found
                    FROM (SELECT f.sale_number, back."productId" AS product_id, sum(back.quantity) AS units
                          FROM refunded JOIN refund f USING (sale_number),
                               jsonb_to_recordset(f.lines) AS back ("productId" bigint, quantity int)
                          GROUP BY f.sale_number, back."productId") AS r
                    LEFT JOIN LATERAL (
                        SELECT sum(line.quantity) AS units
                        FROM sale e, jsonb_to_recordset(e.lines) AS line ("productId" bigint, quantity int)
                        WHERE e.number = r.sale_number AND line."productId" = r.product_id) AS s ON true
                    WHERE s.units IS NULL OR r.units > s.units
                    UNION ALL
                    SELECT r.sale_number || ' ' || r.name, coalesce(t.amount, 0)::text, r.amount::text
                    FROM (SELECT f.sale_number, back.name, sum(back.amount) AS amount
                          FROM refunded JOIN refund f USING (sale_number),
                               jsonb_to_recordset(f.taxes) AS back (name text, amount bigint)
                          GROUP BY f.sale_number, back.name) AS r
                    LEFT JOIN LATERAL (
                        SELECT sum(tax.amount) AS amount
                        FROM sale e, jsonb_to_recordset(e.taxes) AS tax (name text, amount bigint)
                        WHERE e.number = r.sale_number AND tax.name = r.name) AS t ON true
                    WHERE r.amount > coalesce(t.amount, 0)
                    UNION ALL
                    SELECT e.number, e.total::text, sum(f.total)::text
                    FROM refunded JOIN sale e ON e.number = sale_number JOIN refund f USING (sale_number)
                    GROUP BY e.number HAVING sum(f.total) > e.total
                    """),
            Rule.ofNewRows("Totals by day are the sums of the books", """
                    SELECT store_code || ' ' || day AS subject,
                           concat_ws(' ', b.sales, b.sales_total, b.sales_subtotal,
                                     b.refunds, b.refunds_total, b.refunds_subtotal) AS expected,
                           concat_ws(' ', d.sales, d.sales_total, d.sales_subtotal,
                                     d.refunds, d.refunds_total, d.refunds_subtotal) AS found
                    FROM (SELECT store_code, business_day AS day, sum(sales) AS sales, sum(sales_total) AS sales_total,
                                 sum(sales_subtotal) AS sales_subtotal, sum(refunds) AS refunds,
                                 sum(refunds_total) AS refunds_total, sum(refunds_subtotal) AS refunds_subtotal
                          FROM (SELECT store_code, business_day, (total <> 0 OR lines <> '[]')::int AS sales, total AS sales_total,
                                       subtotal AS sales_subtotal, 0 AS refunds, 0 AS refunds_total, 0 AS refunds_subtotal
                                FROM sale WHERE sold_at >= cast(:since AS timestamptz) - interval '3 days'
                                UNION ALL
                                SELECT store_code, business_day, 0, 0, 0, 1, total, subtotal FROM refund
                                WHERE refunded_at >= cast(:since AS timestamptz) - interval '3 days') AS entry
                          WHERE business_day >= (cast(:since AS timestamptz) - interval '1 day')::date
                          GROUP BY store_code, business_day) AS b
                    FULL JOIN (SELECT * FROM store_day WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date) AS d
                        USING (store_code, day)
                    WHERE (b.sales, b.sales_total, b.sales_subtotal, b.refunds, b.refunds_total, b.refunds_subtotal)
                        IS DISTINCT FROM
                          (d.sales, d.sales_total, d.sales_subtotal, d.refunds, d.refunds_total, d.refunds_subtotal)
                    """),
            Rule.ofNewRows("Totals by hour add up to totals by day", """
                    SELECT store_code || ' ' || day AS subject,
                           concat_ws(' ', d.sales, d.sales_total, d.sales_subtotal,
                                     d.refunds, d.refunds_total, d.refunds_subtotal) AS expected,
                           concat_ws(' ', h.sales, h.sales_total, h.sales_subtotal,
                                     h.refunds, h.refunds_total, h.refunds_subtotal) AS found
                    FROM (SELECT * FROM store_day WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date) AS d
                    FULL JOIN (SELECT store_code, day, sum(sales) AS sales, sum(sales_total) AS sales_total,
                                      sum(sales_subtotal) AS sales_subtotal, sum(refunds) AS refunds,
                                      sum(refunds_total) AS refunds_total, sum(refunds_subtotal) AS refunds_subtotal
                               FROM store_hour WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date
                               GROUP BY store_code, day) AS h USING (store_code, day)
                    WHERE (h.sales, h.sales_total, h.sales_subtotal, h.refunds, h.refunds_total, h.refunds_subtotal)
                        IS DISTINCT FROM
                          (d.sales, d.sales_total, d.sales_subtotal, d.refunds, d.refunds_total, d.refunds_subtotal)
                    """),
            Rule.ofNewRows("Totals of the chain by hour are the sums of its stores", """
                    SELECT day || ' ' || hour || ' h' AS subject,
                           concat_ws(' ', s.sales, s.sales_total, s.sales_subtotal,
                                     s.refunds, s.refunds_total, s.refunds_subtotal) AS expected,
                           concat_ws(' ', c.sales, c.sales_total, c.sales_subtotal,
                                     c.refunds, c.refunds_total, c.refunds_subtotal) AS found
                    FROM (SELECT day, hour, sum(sales) AS sales, sum(sales_total) AS sales_total,
                                 sum(sales_subtotal) AS sales_subtotal, sum(refunds) AS refunds,
                                 sum(refunds_total) AS refunds_total, sum(refunds_subtotal) AS refunds_subtotal
                          FROM store_hour WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date
                          GROUP BY day, hour) AS s
                    FULL JOIN (SELECT day, hour, sum(sales) AS sales, sum(sales_total) AS sales_total,
                                      sum(sales_subtotal) AS sales_subtotal, sum(refunds) AS refunds,
                                      sum(refunds_total) AS refunds_total, sum(refunds_subtotal) AS refunds_subtotal
                               FROM chain_hour WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date
                               GROUP BY day, hour) AS c USING (day, hour)
                    WHERE (s.sales, s.sales_total, s.sales_subtotal, s.refunds, s.refunds_total, s.refunds_subtotal)
                        IS DISTINCT FROM
                          (c.sales, c.sales_total, c.sales_subtotal, c.refunds, c.refunds_total, c.refunds_subtotal)
                    """),
            Rule.ofNewRows("Taxes, deposits, empties, rounding and tenders by day are the sums of the books", """
                    SELECT concat_ws(' ', store_code, day, book, part, nullif(name, ''), nullif(per_million, 0)) AS subject,
                           concat_ws(' ', coalesce(b.base, 0), coalesce(b.amount, 0)) AS expected,
                           concat_ws(' ', coalesce(d.base, 0), coalesce(d.amount, 0)) AS found
                    FROM (SELECT store_code, day, book, part, name, per_million, sum(base) AS base, sum(amount) AS amount
                          FROM entry_part
                          WHERE moment >= cast(:since AS timestamptz) - interval '3 days'
                            AND day >= (cast(:since AS timestamptz) - interval '1 day')::date
                          GROUP BY store_code, day, book, part, name, per_million) AS b
                    FULL JOIN (SELECT * FROM day_part WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date) AS d
                        USING (store_code, day, book, part, name, per_million)
                    WHERE (coalesce(b.base, 0), coalesce(b.amount, 0)) <> (coalesce(d.base, 0), coalesce(d.amount, 0))
                    """),
            Rule.ofNewRows(
                    "The report of each day is the sum of its Z reports, once all its registers are closed", """
                    WITH z AS (
                        SELECT z_report.*,
                               num_nonnulls(report #>> '{sales,breakdown}', report #>> '{refunds,breakdown}') = 2 AS complete,
                               (SELECT count(*) FROM sale e
                                WHERE (e.store_code, e.register) = (z_report.store_code, z_report.register) AND NOT e.lost
                                  AND e.sequence > sales_after AND e.sequence <= last_sale
                                  AND e.business_day = z_report.business_day AND (e.total <> 0 OR e.lines <> '[]'))
                               + (SELECT count(*) FROM refund e
                                  WHERE (e.store_code, e.register) = (z_report.store_code, z_report.register) AND NOT e.lost
                                    AND e.sequence > refunds_after AND e.sequence <= last_refund
                                    AND e.business_day = z_report.business_day) AS entries
                        FROM z_report
                        WHERE NOT lost AND closed_at >= cast(:since AS timestamptz) - interval '7 days'
                          AND (store_code, business_day) IN (
                              SELECT store_code, business_day FROM z_report WHERE closed_at >= :since)),
                    lost_entry AS (
                        SELECT store_code, business_day FROM sale WHERE lost AND (total <> 0 OR lines <> '[]')
                        UNION ALL SELECT store_code, business_day FROM refund WHERE lost),
                    closed AS (
                        SELECT store_code, business_day AS day FROM z
                        GROUP BY store_code, business_day
                        HAVING bool_and(complete) AND sum(entries) = coalesce((
                            SELECT sales + refunds FROM store_day d
                            WHERE (d.store_code, d.day) = (z.store_code, z.business_day)), 0) - (
                            SELECT count(*) FROM lost_entry l
                            WHERE (l.store_code, l.business_day) = (z.store_code, z.business_day))
                        AND NOT EXISTS (
                            SELECT FROM register_book b
                            JOIN sale e ON (e.store_code, e.register) = (b.store_code, b.register)
                            WHERE (b.store_code, b.book) = (z.store_code, 'sale') AND e.business_day = z.business_day
                              AND NOT e.lost AND e.total = 0 AND e.lines = '[]'
                              AND e.sequence > coalesce((
                                  SELECT max(last_sale) FROM z_report last
                                  WHERE (last.store_code, last.register) = (b.store_code, b.register) AND NOT last.lost), 0))),
                    book AS (
                        SELECT z.store_code, z.business_day AS day, book, breakdown, z.report -> 'tenders' AS tenders
                        FROM z JOIN closed ON (closed.store_code, closed.day) = (z.store_code, z.business_day),
                             LATERAL (VALUES ('sale', z.report #> '{sales,breakdown}'),
                                             ('refund', z.report #> '{refunds,breakdown}')) AS books (book, breakdown)),
                    of_z AS (
                        SELECT store_code, day, book, part, name, per_million, sum(base) AS base, sum(amount) AS amount
                        FROM book, LATERAL (
                            SELECT part, '' AS name, 0 AS per_million, 0::bigint AS base, amount
                            FROM (VALUES ('net', (breakdown ->> 'net')::bigint),
                                         ('zero-rated', (breakdown ->> 'zeroRated')::bigint),
                                         ('deposits', (breakdown ->> 'deposits')::bigint),
                                         ('empties', coalesce((breakdown #>> '{empties,amount}')::bigint, 0)),
                                         ('rounding', (breakdown ->> 'rounding')::bigint)) AS sums (part, amount)
                            UNION ALL
                            SELECT 'tax', t.name, t."perMillion", coalesce(t.base, 0), t.amount
                            FROM jsonb_to_recordset(breakdown -> 'taxes')
                                AS t (name text, "perMillion" int, base bigint, amount bigint)
                            UNION ALL
                            SELECT 'tender', t.tender, 0, 0, CASE book WHEN 'sale' THEN t.sales ELSE t.refunds END
                            FROM jsonb_to_recordset(tenders) AS t (tender text, sales bigint, refunds bigint)) AS parts
                        GROUP BY store_code, day, book, part, name, per_million),
                    reported AS (
                        SELECT store_code, day, book, part, name, per_million, sum(base) AS base, sum(amount) AS amount
                        FROM (SELECT store_code, day, book, part, name, per_million, base, amount FROM day_part
                              UNION ALL
                              SELECT store_code, day, book, part, name, per_million, -base, -amount FROM entry_part
                              WHERE lost) AS parts
                        JOIN closed USING (store_code, day)
                        GROUP BY store_code, day, book, part, name, per_million)
                    SELECT concat_ws(' ', store_code, day, book, part, nullif(name, ''), nullif(per_million, 0)) AS subject,
                           concat_ws(' ', coalesce(of_z.base, 0), coalesce(of_z.amount, 0)) AS expected,
                           concat_ws(' ', coalesce(reported.base, 0), coalesce(reported.amount, 0)) AS found
                    FROM of_z FULL JOIN reported USING (store_code, day, book, part, name, per_million)
                    WHERE (coalesce(of_z.base, 0), coalesce(of_z.amount, 0))
                        <> (coalesce(reported.base, 0), coalesce(reported.amount, 0))
                    """),
            Rule.ofNewRows("Units sold by product and day are the sums of the books", """
                    SELECT store_code || ' ' || day || ' product ' || product_id AS subject,
                           concat_ws(' ', b.units, b.amount) AS expected, concat_ws(' ', d.units, d.amount) AS found
                    FROM (SELECT e.store_code, e.business_day AS day, line."productId" AS product_id,
                                 sum(line.quantity) AS units, sum(line.amount) AS amount
                          FROM sale e, jsonb_to_recordset(e.lines)
                              AS line ("productId" bigint, quantity int, amount bigint)
                          WHERE e.sold_at >= cast(:since AS timestamptz) - interval '3 days'
                            AND e.business_day >= (cast(:since AS timestamptz) - interval '1 day')::date
                          GROUP BY e.store_code, e.business_day, line."productId") AS b
                    FULL JOIN (SELECT * FROM product_day WHERE day >= (cast(:since AS timestamptz) - interval '1 day')::date) AS d
                        USING (store_code, day, product_id)
                    WHERE (b.units, b.amount) IS DISTINCT FROM (d.units, d.amount)
                    """),
            Rule.ofFullRuns("The stock of each store is counts and receipts, less sales, plus returned units", """
                    SELECT store_code || ' product ' || product_id AS subject, coalesce(m.units, 0)::text AS expected,
                           coalesce(s.quantity, 0)::text AS found
                    FROM (SELECT store_code, product_id, sum(units) AS units FROM (
                              SELECT store_code, product_id, correction AS units FROM stock_count WHERE NOT lost
                              UNION ALL
                              SELECT store_code, product_id, received FROM restock_order WHERE received_at IS NOT NULL
                              UNION ALL
                              SELECT e.store_code, line."productId", -line.quantity
                              FROM sale e, jsonb_to_recordset(e.lines) AS line ("productId" bigint, quantity int)
                              WHERE NOT e.lost
                              UNION ALL
                              SELECT r.store_code, back."productId", back.quantity
                              FROM refund r, jsonb_to_recordset(r.lines)
                                  AS back ("productId" bigint, quantity int, "backToShelf" boolean)
                              WHERE NOT r.lost AND back."backToShelf") AS movement
                          GROUP BY store_code, product_id) AS m
                    FULL JOIN stock s USING (store_code, product_id)
                    WHERE coalesce(m.units, 0) <> coalesce(s.quantity, 0)
                    """),
            new Rule("No stock of a store is negative", """
                    SELECT store_code || ' product ' || product_id AS subject, 'none or more' AS expected,
                           quantity::text AS found
                    FROM stock WHERE quantity < 0
                    """),
            new Rule("An order is shipped once and received once, in full, and never both shipped and refused", """
                    SELECT id::text AS subject, 'one shipment of ' || coalesce(quantity, shipped) AS expected,
                           concat_ws(' ', 'shipped', coalesce(shipped, 0), 'received', coalesce(received, 0),
                                     CASE WHEN refused_at IS NOT NULL THEN 'refused' END) AS found
                    FROM restock_order
                    WHERE shipped <> coalesce(quantity, shipped) OR received <> coalesce(shipped, received)
                       OR (shipped_at IS NOT NULL AND refused_at IS NOT NULL)
                    """));

    public static ReconciliationJob job(ServiceSettings settings) {
        return new ReconciliationJob(settings.database(), settings.reconciliation(), RULES);
    }

    public static List<Endpoint> endpoints(Database database, ReconciliationJob job, Metrics metrics) {
        return Reconciliations.endpoints(database, Staff.MANAGERS, job, metrics);
    }
}
