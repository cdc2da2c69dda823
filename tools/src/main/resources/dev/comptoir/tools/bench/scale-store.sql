INSERT INTO store (code, name, time_zone, taxes, deployment, version)
SELECT code, name, 'America/Toronto', '[{"name": "GST", "perMillion": 50000}, {"name": "QST", "perMillion": 99750}]', 'store', 1
FROM made_store;
INSERT INTO register (store_code, number, name, sale_sequence, sales_total, day, open)
SELECT s.code, r, 'Caisse ' || r, coalesce(e.last, 0), coalesce(e.total, 0), 1, true
FROM made_store s CROSS JOIN generate_series(1, 2) AS r
LEFT JOIN (SELECT store_code, register, max(sequence) AS last, sum(subtotal + gst + qst) AS total FROM made_sale
           GROUP BY store_code, register) AS e ON e.store_code = s.code AND e.register = r;

INSERT INTO register_day (store_code, register, day, opened_by, opened_at, opening_float, sales_before, refunds_before)
SELECT s.code, r, 1, 'bob', cast(:now AS timestamptz) - interval '91 days', 20000, 0, 0
FROM made_store s CROSS JOIN generate_series(1, 2) AS r;

INSERT INTO product (id, version, sku, barcode, name, description, category, price, low, high, store_thresholds, search)
SELECT id, version, sku, barcode, name, '', category, price, 5, 1000000, '{}', lower(name || ' ' || sku || ' ' || barcode)
FROM made_product;

-- A store has a place for each product. Only the first ten stores have those of products that nobody has sold yet: one
-- hundred million empty places would show nothing more.
INSERT INTO shelf (store_code, product_id, quantity, low, high)
SELECT s.code, p.id, CASE WHEN p.id > 1000 AND p.id <= 1000 + :sold THEN 100000 ELSE 0 END, p.low, p.high
FROM made_store s JOIN product p ON s.k <= 10 OR p.id <= 1000 + :sold
ORDER BY s.code, p.id;
INSERT INTO shelf (store_code, product_id, quantity, low, high)
SELECT s.code, p.id, 0, p.low, p.high FROM store s, product p
WHERE s.code NOT IN (SELECT code FROM made_store) AND p.id > 1000;

INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
SELECT store_code, product_id, counted, counted, 'bob', counted_at FROM made_count;

INSERT INTO sale (number, store_code, register, sequence, cashier, sold_at, business_day, subtotal, taxes, total, payments,
                  change, idempotency_key, fingerprint)
SELECT number, store_code, register, sequence, 'alice', sold_at, day, subtotal,
       jsonb_build_array(jsonb_build_object('name', 'GST', 'perMillion', 50000, 'amount', gst),
                         jsonb_build_object('name', 'QST', 'perMillion', 99750, 'amount', qst)),
       subtotal + gst + qst, jsonb_build_array(jsonb_build_object('tender', 'card', 'amount', subtotal + gst + qst)), 0,
       number, ''
FROM made_sale;
INSERT INTO sale_line (sale_number, line, product_id, sku, name, quantity, unit_price, amount, list_price)
SELECT number, 1, first, first_sku, first_name, 1, first_price, first_price, first_price FROM made_sale
UNION ALL
SELECT number, 2, second, second_sku, second_name, 2, second_price, 2 * second_price, second_price FROM made_sale;
