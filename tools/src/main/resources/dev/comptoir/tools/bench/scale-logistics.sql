INSERT INTO store (code, name, deployment, version) SELECT code, name, 'store', 1 FROM made_store;
INSERT INTO product (id, version, sku, barcode, name, category, search)
SELECT id, version, sku, barcode, name, category, lower(name || ' ' || sku || ' ' || barcode) FROM made_product;
INSERT INTO central_stock (product_id) SELECT id FROM made_product;
INSERT INTO store_stock (store_code, product_id, quantity, sold_in_14_days, as_of)
SELECT c.store_code, c.product_id, 100000, coalesce(s.units, 0), cast(:now AS timestamptz)
FROM made_count c
LEFT JOIN (SELECT store_code, product_id, sum(units) AS units
           FROM (SELECT store_code, day, first AS product_id, 1 AS units FROM made_sale
                 UNION ALL SELECT store_code, day, second, 2 FROM made_sale) AS line
           WHERE day > (clock_timestamp() AT TIME ZONE 'America/Toronto')::date - 14
           GROUP BY store_code, product_id) AS s USING (store_code, product_id);
