-- 5,000 rows of each table that grows.
INSERT INTO store (code, name, deployment, version) SELECT 'S' || n, 'Plateau ' || n, 'store', 1 FROM generate_series(0, 999) n;
INSERT INTO product (id, version, sku, barcode, name, category, search)
SELECT n, n, 'LAI-' || n, '20000' || to_char(n, 'FM00000000'), 'Lait 2 % 1 L sans lactose ' || n, 'Produits laitiers',
       'lait 2 % 1 l sans lactose ' || n || ' lai-' || n || ' produits laitiers'
FROM generate_series(1, 5000) n;
INSERT INTO central_stock (product_id, quantity) SELECT id, 4000 FROM product;
INSERT INTO store_stock SELECT 'S' || n % 1000, n, 20, 42, now() FROM generate_series(1, 5000) n;
INSERT INTO restock_order (id, store_code, product_id, quantity, requested_by, requested_at, state, decided_by, decided_at,
                           received_at, received_quantity)
SELECT uuidv7(), 'S' || n % 1000, n, 48, 'marie.tremblay', now(), 'received', 'farid.benali', now(), now(), 48
FROM generate_series(1, 5000) n;
INSERT INTO movement (kind, product_id, quantity, order_id, made_by, made_at)
SELECT 'shipment', product_id, quantity, id, 'farid.benali', now() FROM restock_order;
INSERT INTO activity (kind, payload, happened_at)
SELECT 'order', '{"id": "0193f4a2-7c1e-7b3a-9d5f-2b8e4c6a1f03", "store": "S1", "productId": 7, "quantity": 48, "state": "shipped", "by": "farid.benali"}',
       now() - (n - 1) * interval '2 days' / 5000
FROM generate_series(1, 5000) n;
