INSERT INTO store (code, name, time_zone, taxes, registers, deployment, version)
SELECT code, name, 'America/Toronto', '[{"name": "GST", "perMillion": 50000}, {"name": "QST", "perMillion": 99750}]',
       '[{"number": 1, "name": "Caisse 1"}, {"number": 2, "name": "Caisse 2"}]', 'store', 1
FROM made_store;
INSERT INTO product (id, version, sku, barcode, name, description, category, price, low, high, store_thresholds, search)
OVERRIDING SYSTEM VALUE
SELECT id, version, sku, barcode, name, '', category, price, 5, 1000000, '{}', lower(name || ' ' || sku || ' ' || barcode)
FROM made_product;
SELECT setval(pg_get_serial_sequence('product', 'id'), 1000 + :products), setval('catalogue_version', 1000 + :products);

INSERT INTO sale (number, store_code, register, sequence, register_total, cashier, sold_at, business_day, lines, subtotal,
                  taxes, total, payments, change)
SELECT number, store_code, register, sequence,
       sum(subtotal + gst + qst) OVER (PARTITION BY store_code, register ORDER BY sequence), 'alice', sold_at, day,
       jsonb_build_array(
           jsonb_build_object('productId', first, 'sku', first_sku, 'name', first_name, 'quantity', 1,
                              'unitPrice', first_price, 'amount', first_price),
           jsonb_build_object('productId', second, 'sku', second_sku, 'name', second_name, 'quantity', 2,
                              'unitPrice', second_price, 'amount', 2 * second_price)),
       subtotal,
       jsonb_build_array(jsonb_build_object('name', 'GST', 'perMillion', 50000, 'amount', gst),
                         jsonb_build_object('name', 'QST', 'perMillion', 99750, 'amount', qst)),
       subtotal + gst + qst, jsonb_build_array(jsonb_build_object('tender', 'card', 'amount', subtotal + gst + qst)), 0
FROM made_sale;
INSERT INTO register_book
SELECT store_code, register, 'sale', max(sequence), sum(subtotal + gst + qst) FROM made_sale GROUP BY store_code, register;

INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
SELECT store_code, product_id, counted, counted, 'bob', counted_at FROM made_count;
INSERT INTO stock SELECT store_code, product_id, 100000 FROM made_count;

INSERT INTO store_hour (store_code, day, hour, sales, sales_total, sales_subtotal)
SELECT store_code, day, hour, count(*), sum(subtotal + gst + qst), sum(subtotal) FROM made_sale GROUP BY store_code, day, hour;
INSERT INTO store_day (store_code, day, sales, sales_total, sales_subtotal)
SELECT store_code, day, sum(sales), sum(sales_total), sum(sales_subtotal) FROM store_hour
WHERE store_code IN (SELECT code FROM made_store) GROUP BY store_code, day;
INSERT INTO chain_hour (day, hour, slot, sales, sales_total, sales_subtotal, refunds, refunds_total)
SELECT day, hour, 0, sum(sales), sum(sales_total), sum(sales_subtotal), 0, 0 FROM store_hour
WHERE store_code IN (SELECT code FROM made_store) GROUP BY day, hour
ON CONFLICT (day, hour, slot) DO UPDATE
SET sales = chain_hour.sales + excluded.sales, sales_total = chain_hour.sales_total + excluded.sales_total,
    sales_subtotal = chain_hour.sales_subtotal + excluded.sales_subtotal;
INSERT INTO day_part (day, store_code, book, part, name, per_million, base, amount)
SELECT day, store_code, 'sale', part, name, per_million, sum(base), sum(amount)
FROM made_sale, LATERAL (VALUES ('net', '', 0, 0, subtotal), ('tax', 'GST', 50000, subtotal, gst),
                                ('tax', 'QST', 99750, subtotal, qst), ('tender', 'card', 0, 0, subtotal + gst + qst))
                    AS part_of_sale (part, name, per_million, base, amount)
GROUP BY day, store_code, part, name, per_million;
INSERT INTO product_day (store_code, day, product_id, units, amount)
SELECT store_code, day, product_id, sum(units), sum(amount)
FROM (SELECT store_code, day, first AS product_id, 1 AS units, first_price AS amount FROM made_sale
      UNION ALL SELECT store_code, day, second, 2, 2 * second_price FROM made_sale) AS line
GROUP BY store_code, day, product_id;

-- The warehouse has everything up to today.
INSERT INTO stock_news_day (store_code, day)
SELECT code, (clock_timestamp() AT TIME ZONE 'America/Toronto')::date FROM made_store;
