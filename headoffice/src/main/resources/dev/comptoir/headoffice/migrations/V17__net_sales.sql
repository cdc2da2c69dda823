-- Sums of the subtotals: sales and refunds without taxes and deposits. In the order in which batches of events lock the tables.
ALTER TABLE store_hour ADD COLUMN sales_subtotal bigint NOT NULL DEFAULT 0, ADD COLUMN refunds_subtotal bigint NOT NULL DEFAULT 0;
ALTER TABLE store_day ADD COLUMN sales_subtotal bigint NOT NULL DEFAULT 0, ADD COLUMN refunds_subtotal bigint NOT NULL DEFAULT 0;
ALTER TABLE chain_hour ADD COLUMN sales_subtotal bigint NOT NULL DEFAULT 0, ADD COLUMN refunds_subtotal bigint NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION add_to_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own int := own_slot();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO chain_hour AS known
            (day, hour, slot, sales, sales_total, sales_subtotal, refunds, refunds_total, refunds_subtotal)
        SELECT day, hour, own, sum(sales), sum(sales_total), sum(sales_subtotal),
               sum(refunds), sum(refunds_total), sum(refunds_subtotal)
        FROM after_it GROUP BY day, hour ORDER BY day, hour
        ON CONFLICT (day, hour, slot) DO UPDATE
        SET sales = known.sales + excluded.sales, sales_total = known.sales_total + excluded.sales_total,
            sales_subtotal = known.sales_subtotal + excluded.sales_subtotal,
            refunds = known.refunds + excluded.refunds, refunds_total = known.refunds_total + excluded.refunds_total,
            refunds_subtotal = known.refunds_subtotal + excluded.refunds_subtotal;
    ELSE
        INSERT INTO chain_hour AS known
            (day, hour, slot, sales, sales_total, sales_subtotal, refunds, refunds_total, refunds_subtotal)
        SELECT day, hour, own, sum(sales), sum(sales_total), sum(sales_subtotal),
               sum(refunds), sum(refunds_total), sum(refunds_subtotal)
        FROM (SELECT day, hour, sales, sales_total, sales_subtotal, refunds, refunds_total, refunds_subtotal FROM after_it
              UNION ALL
              SELECT day, hour, -sales, -sales_total, -sales_subtotal, -refunds, -refunds_total, -refunds_subtotal
              FROM before_it) AS change
        GROUP BY day, hour ORDER BY day, hour
        ON CONFLICT (day, hour, slot) DO UPDATE
        SET sales = known.sales + excluded.sales, sales_total = known.sales_total + excluded.sales_total,
            sales_subtotal = known.sales_subtotal + excluded.sales_subtotal,
            refunds = known.refunds + excluded.refunds, refunds_total = known.refunds_total + excluded.refunds_total,
            refunds_subtotal = known.refunds_subtotal + excluded.refunds_subtotal;
    END IF;
    RETURN NULL;
END $$;
