-- 5,000 rows of each table that grows. Ages are spread evenly from now to twice the retention.
CREATE FUNCTION uuid_of_age(age interval, n int) RETURNS uuid LANGUAGE sql AS $$
    SELECT (lpad(to_hex((extract(epoch FROM now() - age) * 1000)::bigint), 12, '0') || '7'
            || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 5, 15))::uuid
$$;

INSERT INTO outbox_destination (name, numbered, confirmed) VALUES ('headoffice', 5001, 5001);
INSERT INTO outbox_log (destination, position, type, payload, created_at, trace_parent)
SELECT 'headoffice', 5001 - n, 'SaleRecorded', jsonb_build_object(
           'number', 'S' || n % 1000 || '-' || n % 5 + 1 || '-' || to_char(n + 400000, 'FM000000'), 'store', 'S' || n % 1000,
           'register', n % 5 + 1, 'sequence', n + 400000, 'registerTotal', n * 1723 + 90000000, 'cashier', 'marie.tremblay',
           'soldAt', '2026-11-23T12:34:56.123456Z', 'businessDay', '2026-11-23', 'subtotal', 1276,
           'lines', jsonb_build_array(
               jsonb_build_object('productId', n % 5000, 'sku', 'LAI-' || n % 5000, 'name', 'Lait 2 % 1 L sans lactose',
                                  'quantity', 2, 'unitPrice', 389, 'amount', 778),
               jsonb_build_object('productId', n % 4999, 'sku', 'PAI-' || n % 4999, 'name', 'Pain de blé entier 675 g',
                                  'quantity', 1, 'unitPrice', 498, 'amount', 498)),
           'taxes', '[{"name": "GST", "perMillion": 50000, "amount": 64}, {"name": "QST", "perMillion": 99750, "amount": 127}]'::jsonb,
           'total', 1467, 'payments', '[{"tender": "card", "amount": 1467}]'::jsonb, 'change', 0),
       now() - (n - 1) * interval '14 days' / 5000,
       '00-' || md5(n::text) || '-' || left(md5(n::text), 16) || '-01'
FROM generate_series(5000, 1, -1) n;

INSERT INTO inbox_event_id (event_id) SELECT uuid_of_age((n - 1) * interval '60 days' / 5000, n) FROM generate_series(5000, 1, -1) n;

INSERT INTO idempotent_answer (scope, key, fingerprint, status, location, body, created_at)
SELECT 'S' || n % 1000 || '-' || n % 5 + 1 || ' cart', uuidv7()::text, sha256(n::text::bytea), 201, NULL,
       '{"store":"S1","register":2,"lines":[{"productId":7,"sku":"LAI-01","name":"Lait 2 % 1 L sans lactose","quantity":2,'
           || '"unitPrice":389,"amount":778}],"subtotal":778,"taxes":[{"name":"GST","perMillion":50000,"amount":39},'
           || '{"name":"QST","perMillion":99750,"amount":78}],"total":895}',
       now() - (n - 1) * interval '60 days' / 5000
FROM generate_series(5000, 1, -1) n;

INSERT INTO revocation (key, revoked_at, forget_at)
SELECT 'token ' || uuidv7(), now() - (n - 1) * interval '24 hours' / 5000, now() + interval '12 hours' - (n - 1) * interval '24 hours' / 5000
FROM generate_series(5000, 1, -1) n;

INSERT INTO reconciliation_run (full_run, requested_at, started_at, ended_at)
SELECT n % 24 = 0, ended_at - interval '2 seconds', ended_at - interval '1 second', ended_at
FROM generate_series(5000, 1, -1) n, LATERAL (SELECT now() - (n - 1) * interval '180 days' / 5000 AS ended_at) AS run;

INSERT INTO reconciliation_settled (rule, subject, expected, found, reason, settled_by)
SELECT 'Each shelf matches its counts, deliveries, sales and returns', 'S' || n % 1000 || ' product ' || n, '12', '11',
       'Counted twice on the day of the move, see the note of the store', 'marie.tremblay'
FROM generate_series(1, 5000) n;

INSERT INTO dead_letter_settlement (sender, event_id, type, payload, error, action, reason, settled_by)
SELECT 'store', uuidv7(), 'StockCounted',
       '{"store": "S1", "productId": 7, "counted": 18, "correction": -2, "countedBy": "marie.tremblay", "countedAt": "2026-11-23T12:34:56Z"}',
       'no product has the id 7', 'discarded', 'The product was never sold; the store counted it again', 'jean.gagnon'
FROM generate_series(1, 5000) n;
