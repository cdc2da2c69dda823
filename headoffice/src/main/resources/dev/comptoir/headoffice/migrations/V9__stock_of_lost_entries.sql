-- The stock of a store is that of its shelves: an entry that the store has lost does not count. A restored store lists the
-- stock counts that it has; the others of that time are lost there.
ALTER TABLE stock_count ADD COLUMN lost boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS stock_count_lost ON stock_count (store_code, counted_at) WHERE lost;

-- The newest list of each store, for a count that arrives after it.
CREATE TABLE stock_count_list (
    store_code text PRIMARY KEY,
    since      timestamptz   NOT NULL,
    listed_at  timestamptz   NOT NULL,
    counted_at timestamptz[] NOT NULL
);

WITH lost AS (
    SELECT store_code, product_id, sum(units) AS units
    FROM (SELECT store_code, "productId" AS product_id, quantity AS units
          FROM sale, jsonb_to_recordset(lines) AS line ("productId" bigint, quantity int) WHERE lost
          UNION ALL
          SELECT store_code, "productId", -quantity
          FROM refund, jsonb_to_recordset(lines) AS line ("productId" bigint, quantity int, "backToShelf" boolean)
          WHERE lost AND "backToShelf") AS moved
    GROUP BY store_code, product_id),
marked AS (
    INSERT INTO stock_change SELECT store_code, product_id FROM lost ON CONFLICT DO NOTHING)
UPDATE stock SET quantity = quantity + lost.units FROM lost
WHERE stock.store_code = lost.store_code AND stock.product_id = lost.product_id;
