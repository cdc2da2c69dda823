-- Empties that customers brought back with a sale, or without one: a list of deposits, null where there are none. They reduce
-- what is due, and are no part of the total. The tables are locked in the order of the batches.
ALTER TABLE sale ADD COLUMN empties jsonb;

CREATE OR REPLACE VIEW entry_part AS
SELECT entry.store_code, entry.register, entry.sequence, entry.business_day AS day, entry.book, entry.moment, entry.lost,
       part.part, part.name, part.per_million, part.base, part.amount
FROM (SELECT store_code, register, sequence, business_day, 'sale' AS book, sold_at AS moment, lost, lines, subtotal, taxes,
             deposits, rounding, payments, change, empties
      FROM sale
      UNION ALL
      SELECT store_code, register, sequence, business_day, 'refund', refunded_at, lost, lines, subtotal, taxes,
             deposits, rounding, coalesce(payments, jsonb_build_array(jsonb_build_object('tender', tender, 'amount', total))), 0,
             NULL
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
         SELECT 'empties', '', 0, 0, empty.containers * empty."each"
         FROM jsonb_to_recordset(entry.empties) AS empty (containers bigint, "each" bigint)
         UNION ALL
         SELECT 'rounding', '', 0, 0, entry.rounding
         UNION ALL
         SELECT 'tender', payment.tender, 0, 0, payment.amount
         FROM jsonb_to_recordset(entry.payments) AS payment (tender text, amount bigint)
         UNION ALL
         SELECT 'tender', 'cash', 0, 0, -entry.change) AS part
WHERE part.base <> 0 OR part.amount <> 0;

ALTER TABLE day_part
    DROP CONSTRAINT day_part_part_check,
    ADD CONSTRAINT day_part_part
        CHECK (part IN ('net', 'zero-rated', 'tax', 'deposits', 'empties', 'rounding', 'tender')) NOT VALID;
