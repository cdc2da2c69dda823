-- 5,000 sales of two lines, and 5,000 rows of each other table that grows.
INSERT INTO store (code, name, time_zone, taxes, deployment, version)
SELECT 'S' || n, 'Plateau ' || n, 'America/Toronto',
       '[{"name": "GST", "perMillion": 50000}, {"name": "QST", "perMillion": 99750}]', 'store', 1
FROM generate_series(0, 999) n;
INSERT INTO register (store_code, number, name) SELECT 'S' || n % 1000, n / 1000 + 1, 'Caisse ' || n / 1000 + 1 FROM generate_series(0, 4999) n;
INSERT INTO product (id, version, sku, barcode, name, description, category, price, low, high, store_thresholds, search)
SELECT n, n, 'LAI-' || n, '20000' || to_char(n, 'FM00000000'), 'Lait 2 % 1 L sans lactose ' || n, 'Produit laitier du Québec, à garder au frais', 'Produits laitiers', 389,
       10, 200, '{}', 'lait 2 % 1 l sans lactose ' || n || ' lai-' || n || ' produits laitiers'
FROM generate_series(1, 5000) n;
INSERT INTO shelf (store_code, product_id, quantity, low, high) SELECT 'S0', n, 20, 10, 200 FROM generate_series(1, 5000) n;

INSERT INTO sale (number, store_code, register, sequence, cashier, sold_at, business_day, subtotal, taxes, total, payments,
                  change, idempotency_key, fingerprint)
SELECT 'S' || n % 1000 || '-' || n % 5 + 1 || '-' || to_char(n + 400000, 'FM000000'), 'S' || n % 1000, n % 5 + 1, n + 400000,
       'marie.tremblay', now() - (5000 - n) * interval '1 minute', current_date, 1276,
       '[{"name": "GST", "perMillion": 50000, "amount": 64}, {"name": "QST", "perMillion": 99750, "amount": 127}]', 1467,
       '[{"tender": "card", "amount": 1467}]', 0, uuidv7()::text, sha256(n::text::bytea)
FROM generate_series(1, 5000) n;
INSERT INTO sale_line (sale_number, line, product_id, sku, name, quantity, unit_price, amount)
SELECT number, line, line * 7, 'LAI-' || line * 7, 'Lait 2 % 1 L sans lactose', 1, 638, 638 FROM sale, generate_series(1, 2) line;
INSERT INTO refund (number, sale_number, store_code, register, sequence, cashier, refunded_at, business_day, reason, lines,
                    subtotal, taxes, total, tender)
SELECT 'S' || n % 1000 || '-' || n % 5 + 1 || '-R' || to_char(n + 10000, 'FM000000'), 'S' || n % 1000 || '-' || n % 5 + 1 || '-' || to_char(n + 400000, 'FM000000'),
       'S' || n % 1000, n % 5 + 1, n + 10000, 'marie.tremblay', now(), current_date, 'Emballage endommagé',
       '[{"productId": 7, "quantity": 1, "amount": 638, "backToShelf": false}]', 638,
       '[{"name": "GST", "perMillion": 50000, "amount": 32}, {"name": "QST", "perMillion": 99750, "amount": 64}]', 734, 'card'
FROM generate_series(1, 5000) n;

INSERT INTO register_day (store_code, register, day, opened_by, opened_at, opening_float, sales_before, refunds_before, closed_by,
                          closed_at, last_sale, last_refund, counted, expected, difference, number, report)
SELECT 'S' || n % 1000, n / 1000 + 1, 1, 'marie.tremblay', now() - interval '10 hours', 20000, 0, 0, 'marie.tremblay', now(), 240, 4,
       '{"10000": 2, "5000": 3, "2000": 21, "1000": 7, "500": 12, "200": 30, "100": 25, "25": 40, "10": 31, "5": 12}', 120000, -5,
       'S' || n % 1000 || '-' || n / 1000 + 1 || '-Z000001',
       ('{"number": "S1-2-Z000001", "store": "S1", "register": 2, "day": 1, "openedBy": "marie.tremblay", "openedAt":
         "2026-11-23T12:00:00Z", "closedBy": "marie.tremblay", "closedAt": "2026-11-23T22:00:00Z", "businessDay": "2026-11-23",
         "sales": {"after": 0, "last": 240, "count": 240, "subtotal": 306240, "total": 352080}, "refunds": {"after": 0,
         "last": 4, "count": 4, "subtotal": 2552, "total": 2936}, "taxes": [{"name": "GST", "perMillion": 50000, "amount":
         15184}, {"name": "QST", "perMillion": 99750, "amount": 30293}], "tenders": [{"tender": "cash", "amount": 100000},
         {"tender": "card", "amount": 249144}], "cash": {"float": 20000, "in": 0, "out": 0, "expected": 120000, "counted":
         119995, "difference": -5}, "check": ' || n || '}')::jsonb
FROM generate_series(0, 4999) n;
INSERT INTO cash_movement (store_code, register, day, direction, amount, reason, made_by, approved_by, made_at)
SELECT 'S' || n % 1000, n / 1000 + 1, 1, 'out', 2000, 'Timbres pour le courrier', 'marie.tremblay', 'jean.gagnon', now() FROM generate_series(0, 4999) n;
INSERT INTO approval (store_code, register, kind, subject, amount, asked_by, approved_by, approved_at)
SELECT 'S' || n % 1000, n / 1000 + 1, 'price', 'Lait 2 % 1 L sans lactose', 350, 'marie.tremblay', 'jean.gagnon', now() FROM generate_series(0, 4999) n;
INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
SELECT 'S' || n % 1000, n, 18, -2, 'marie.tremblay', now() FROM generate_series(1, 5000) n;
INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at, state, decided_by, decided_at, received_at)
SELECT uuidv7(), 'S' || n % 1000, n, 48, 'marie.tremblay', now(), 'received', 'farid.benali', now(), now() FROM generate_series(1, 5000) n;
INSERT INTO delivery (order_id, store_code, product_id, quantity, received_at)
SELECT uuidv7(), 'S' || n % 1000, n, 48, now() FROM generate_series(1, 5000) n;
INSERT INTO parked_cart (id, store_code, register, parked_by, parked_at, note)
SELECT gen_random_uuid(), 'S' || n % 1000, n / 1000 + 1, 'marie.tremblay', now() - (n - 1) * interval '14 days' / 5000, 'Client au guichet' FROM generate_series(1, 5000) n;
INSERT INTO parked_cart_line (parked_cart, product_id, quantity, seen_price, place) SELECT id, 7, 1, 389, 1 FROM parked_cart;
INSERT INTO reservation (id, sale_number, store_code, requested_by, requested_at, ends_at, server, state, sale, refund)
SELECT gen_random_uuid(), 'T' || n % 1000 || '-1-' || to_char(n, 'FM000000'), 'S' || n % 1000, 'marie.tremblay', now(),
       now() + interval '15 minutes', '1764331932.123456 16412', 'refunded',
       ('{"number": "T1-1-400042", "store": "T1", "storeName": "Verdun", "soldAt": "2026-11-23T12:34:56.123456Z", "businessDay":
         "2026-11-23", "lines": [{"sold": {"productId": 7, "sku": "LAI-01", "name": "Lait 2 % 1 L sans lactose", "quantity": 2,
         "unitPrice": 389, "amount": 778, "taxes": [], "deposit": 0, "discount": 0, "listPrice": null, "priceReason": null},
         "returned": 0}], "taxes": [], "total": 778, "payments": [{"tender": "card", "amount": 778}], "refunds": [], "check": '
        || n || '}')::jsonb,
       'S' || n % 1000 || '-1-R' || to_char(n, 'FM000000')
FROM generate_series(1, 5000) n;
INSERT INTO reserved_sale (reservation, sale_number, store_code, reserved_at, state, refund)
SELECT gen_random_uuid(), 'S' || n % 1000 || '-1-' || to_char(n, 'FM000000'), 'T' || n % 1000, now(), 'refunded',
       ('{"reservation": "0193f4a2-7c1e-7b3a-9d5f-2b8e4c6a1f03", "saleNumber": "S1-1-400042", "store": "T1", "refund": {"number":
         "T1-1-R000042", "saleNumber": "S1-1-400042", "store": "T1", "register": 1, "sequence": 42, "registerTotal": 12345,
         "cashier": "marie.tremblay", "refundedAt": "2026-11-23T12:34:56.123Z", "businessDay": "2026-11-23", "reason":
         "Emballage endommagé", "lines": [{"productId": 7, "quantity": 1, "amount": 389, "backToShelf": false, "taxes": [],
         "deposit": 0}], "subtotal": 389, "taxes": [], "total": 389, "tender": "card", "payments": [{"tender": "card", "amount":
         389}], "deposits": 0, "rounding": 0}, "lines": [1], "check": ' || n || '}')::jsonb
FROM generate_series(1, 5000) n;
