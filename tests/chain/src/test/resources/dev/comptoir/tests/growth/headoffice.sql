-- 5,000 rows of each table that grows.
INSERT INTO store (code, name, time_zone, taxes, registers, deployment, version)
SELECT 'S' || n, 'Plateau ' || n, 'America/Toronto',
       '[{"name": "GST", "perMillion": 50000}, {"name": "QST", "perMillion": 99750}]', '[]', 'store', 1
FROM generate_series(0, 999) n;
INSERT INTO store_change (store_code, version, changed_by, changed_at, changes)
SELECT 'S' || n % 1000, n / 1000 + 2, 'jean.gagnon', now(),
       ('{"name": null, "registers": null, "profile": {"version": ' || n / 1000 + 1 || ', "from": "2026-11-23",
         "legalName": "9000-0001 Québec inc.", "tradeName": "Épicerie du Plateau", "address": ["4321, rue Saint-Denis",
         "Montréal (Québec)  H2J 2K9"], "telephone": "514 555-0101", "languages": ["fr", "en"], "cashIncrement": 5,
         "taxes": [{"name": "GST", "mark": "F", "registration": "123456789 RT0001", "rates": [{"taxClass": "standard",
         "perMillion": 50000, "from": "2008-01-01", "to": null}, {"taxClass": "gst-only", "perMillion": 50000, "from":
         "2008-01-01", "to": null}]}, {"name": "QST", "mark": "P", "registration": "1234567890 TQ0001", "rates":
         [{"taxClass": "standard", "perMillion": 99750, "from": "2013-01-01", "to": null}]}]}}')::jsonb
FROM generate_series(0, 4999) n;
INSERT INTO product (version, sku, barcode, name, description, category, price, low, high, store_thresholds, search)
SELECT n, 'LAI-' || n, '20000' || to_char(n, 'FM00000000'), 'Lait 2 % 1 L sans lactose ' || n, 'Produit laitier du Québec, à garder au frais', 'Produits laitiers', 389,
       10, 200, '{}', 'lait 2 % 1 l sans lactose ' || n || ' lai-' || n || ' produits laitiers'
FROM generate_series(1, 5000) n;
INSERT INTO product_change (product_id, version, changed_by, changed_at, changes)
SELECT id, version, 'jean.gagnon', now(), '{"price": {"from": 389, "to": 399}}' FROM product;

INSERT INTO sale (number, store_code, register, sequence, register_total, cashier, sold_at, business_day, lines, subtotal, taxes,
                  total, payments, change)
SELECT 'S' || n % 1000 || '-' || n % 5 + 1 || '-' || to_char(n + 400000, 'FM000000'), 'S' || n % 1000, n % 5 + 1, n + 400000,
       n * 1467, 'marie.tremblay', now() - (5000 - n) * interval '1 minute', current_date,
       '[{"sku": "LAI-01", "name": "Lait 2 % 1 L sans lactose", "amount": 778, "quantity": 2, "productId": 7, "unitPrice": 389},
         {"sku": "PAI-02", "name": "Pain de blé entier 675 g", "amount": 498, "quantity": 1, "productId": 8, "unitPrice": 498}]', 1276,
       '[{"name": "GST", "perMillion": 50000, "amount": 64}, {"name": "QST", "perMillion": 99750, "amount": 127}]', 1467,
       '[{"tender": "card", "amount": 1467}]', 0
FROM generate_series(1, 5000) n;
INSERT INTO refund (number, sale_number, store_code, register, sequence, register_total, cashier, refunded_at, business_day,
                    reason, lines, subtotal, taxes, total, tender)
SELECT 'S' || n % 1000 || '-' || n % 5 + 1 || '-R' || to_char(n + 10000, 'FM000000'), 'S' || n % 1000 || '-' || n % 5 + 1 || '-' || to_char(n + 400000, 'FM000000'),
       'S' || n % 1000, n % 5 + 1, n + 10000, n * 734, 'marie.tremblay', now(), current_date, 'Emballage endommagé',
       '[{"productId": 7, "quantity": 1, "amount": 638, "backToShelf": false}]', 638,
       '[{"name": "GST", "perMillion": 50000, "amount": 32}, {"name": "QST", "perMillion": 99750, "amount": 64}]', 734, 'card'
FROM generate_series(1, 5000) n;
INSERT INTO z_report (number, store_code, register, day, closed_by, closed_at, business_day, sales_after, last_sale, sales_total,
                      refunds_after, last_refund, refunds_total, expected, counted, difference, report)
SELECT 'S' || n % 1000 || '-' || n / 1000 + 1 || '-Z000001', 'S' || n % 1000, n / 1000 + 1, 1, 'marie.tremblay', now(), current_date,
       0, 240, 352080, 0, 4, 2936, 120000, 119995, -5,
       ('{"number": "S1-2-Z000001", "store": "S1", "register": 2, "day": 1, "openedBy": "marie.tremblay", "openedAt":
         "2026-11-23T12:00:00Z", "closedBy": "marie.tremblay", "closedAt": "2026-11-23T22:00:00Z", "businessDay": "2026-11-23",
         "sales": {"after": 0, "last": 240, "count": 240, "subtotal": 306240, "total": 352080}, "refunds": {"after": 0,
         "last": 4, "count": 4, "subtotal": 2552, "total": 2936}, "taxes": [{"name": "GST", "perMillion": 50000, "amount":
         15184}, {"name": "QST", "perMillion": 99750, "amount": 30293}], "tenders": [{"tender": "cash", "amount": 100000},
         {"tender": "card", "amount": 249144}], "cash": {"float": 20000, "in": 0, "out": 0, "expected": 120000, "counted":
         119995, "difference": -5}, "check": ' || n || '}')::jsonb
FROM generate_series(0, 4999) n;
INSERT INTO stock_count (store_code, product_id, counted, correction, counted_by, counted_at)
SELECT 'S' || n % 1000, n, 18, -2, 'marie.tremblay', now() FROM generate_series(1, 5000) n;
INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at, shipped_by, shipped_at, shipped,
                           received_at, received)
SELECT uuidv7(), 'S' || n % 1000, n, 48, 'marie.tremblay', now(), 'farid.benali', now(), 48, now(), 48 FROM generate_series(1, 5000) n;
INSERT INTO store_day SELECT 'S' || n % 1000, current_date - n / 1000, 1200, 1760400, 20, 14680 FROM generate_series(0, 4999) n;
INSERT INTO store_hour SELECT 'S' || n % 1000, current_date - n / 1000, 12, 100, 146700, 2, 1468 FROM generate_series(0, 4999) n;
INSERT INTO chain_hour SELECT current_date - n, 12, 0, 1200, 1760400, 20, 14680 FROM generate_series(5, 5004) n;
INSERT INTO day_part SELECT current_date - n / 1000, 'S' || n % 1000, 'sale', 'tax', 'GST', 50000, 1530432, 76522 FROM generate_series(0, 4999) n;
INSERT INTO product_day SELECT 'S' || n % 1000, current_date, n / 1000, 3, 1167 FROM generate_series(0, 4999) n;
INSERT INTO stock SELECT 'S' || n % 1000, n, 20 FROM generate_series(1, 5000) n;
INSERT INTO alert (store_code, product_id, level, quantity, opened_at, closed_at, acknowledged_by, acknowledged_at)
SELECT 'S' || n % 1000, n, 'low', 4, closed, closed, 'jean.gagnon', closed
FROM generate_series(1, 5000) n, LATERAL (SELECT now() - (n - 1) * interval '2 years' / 5000 AS closed);
INSERT INTO activity (kind, payload, happened_at)
SELECT 'sale', '{"store": "S1", "number": "S1-2-400042", "register": 2, "cashier": "marie.tremblay", "total": 1467, "soldAt": "2026-11-23T12:34:56.123456Z"}',
       now() - (n - 1) * interval '2 days' / 5000
FROM generate_series(1, 5000) n;
