-- What each sale and each refund is made up of, by the rules of its own version: a line without taxes bears all taxes of its
-- sale, a tax without a base was charged on the subtotal, and a refund without payments was handed back by its tender.
CREATE VIEW entry_part AS
SELECT entry.store_code, entry.register, entry.sequence, entry.business_day AS day, entry.book, entry.moment, entry.lost,
       part.part, part.name, part.per_million, part.base, part.amount
FROM (SELECT store_code, register, sequence, business_day, 'sale' AS book, sold_at AS moment, lost, lines, subtotal, taxes,
             deposits, rounding, payments, change
      FROM sale
      UNION ALL
      SELECT store_code, register, sequence, business_day, 'refund', refunded_at, lost, lines, subtotal, taxes,
             deposits, rounding, coalesce(payments, jsonb_build_array(jsonb_build_object('tender', tender, 'amount', total))), 0
      FROM refund) AS entry,
     LATERAL (
         SELECT 'net' AS part, '' AS name, 0 AS per_million, 0::bigint AS base, entry.subtotal AS amount
         UNION ALL
         SELECT 'zero-rated', '', 0, 0, line.amount
         FROM jsonb_to_recordset(entry.lines) AS line (amount bigint, taxes jsonb)
         WHERE coalesce(line.taxes, entry.taxes) = '[]'
         UNION ALL
         SELECT 'tax', tax.name, tax."perMillion", coalesce(tax.base, entry.subtotal), tax.amount
         FROM jsonb_to_recordset(entry.taxes) AS tax (name text, "perMillion" int, base bigint, amount bigint)
         UNION ALL
         SELECT 'deposits', '', 0, 0, entry.deposits
         UNION ALL
         SELECT 'rounding', '', 0, 0, entry.rounding
         UNION ALL
         SELECT 'tender', payment.tender, 0, 0, payment.amount
         FROM jsonb_to_recordset(entry.payments) AS payment (tender text, amount bigint)
         UNION ALL
         SELECT 'tender', 'cash', 0, 0, -entry.change) AS part
WHERE part.base <> 0 OR part.amount <> 0;

-- The sums of these parts: a read model like store_day, behind the tax, tender and deposit report.
CREATE TABLE day_part (
    day         date   NOT NULL,
    store_code  text   NOT NULL,
    book        text   NOT NULL CHECK (book IN ('sale', 'refund')),
    part        text   NOT NULL CHECK (part IN ('net', 'zero-rated', 'tax', 'deposits', 'rounding', 'tender')),
    name        text   NOT NULL,
    per_million int    NOT NULL,
    base        bigint NOT NULL,
    amount      bigint NOT NULL,
    PRIMARY KEY (day, store_code, book, part, name, per_million)
) WITH (fillfactor = 70);

-- The days of each store that were recorded before there were subtotals and parts. The first start of this version sums them up
-- and empties the table before it serves anyone.
CREATE TABLE unsummed_day (
    store_code text NOT NULL,
    day        date NOT NULL,
    PRIMARY KEY (day, store_code)
);
INSERT INTO unsummed_day (store_code, day) SELECT store_code, day FROM store_day;
