-- Made in each database from numbers alone, so that the copies are equal. Triggers and references are off: the rows are right.
SET session_replication_role = replica;
SET work_mem = '256MB';
SET maintenance_work_mem = '256MB';

CREATE TEMP TABLE made_product AS
SELECT 1000 + i AS id, 1000 + i AS version, 'G-' || lpad(i::text, 6, '0') AS sku, '7' || lpad(i::text, 12, '0') AS barcode,
       noun || ' ' || adjective || ' ' || lpad(i::text, 6, '0') AS name, 'Rayon ' || i % 40 AS category,
       100 + i % 1900 AS price
FROM generate_series(1, :products) AS i,
     LATERAL (SELECT (ARRAY['Lait', 'Pain', 'Savon', 'Riz', 'Farine', 'Beurre', 'Yogourt', 'Fromage', 'Jambon', 'Poulet',
                            'Saumon', 'Tomate', 'Carotte', 'Oignon', 'Pomme', 'Orange', 'Banane', 'Jus', 'Eau', 'Sel'])
                         [1 + i % 20] AS noun,
                     (ARRAY['frais', 'bio', 'du marchand', 'entier', 'leger', 'nature', 'extra', 'maison', 'du pays', 'sec'])
                         [1 + i / 20 % 10] AS adjective) AS words;

CREATE TEMP TABLE made_store AS
SELECT k, 'A' || lpad(k::text, 4, '0') AS code, 'Succursale ' || k AS name,
       CASE WHEN k <= 3 THEN :first ELSE :other END AS sales
FROM generate_series(1, :stores) AS k;

CREATE TEMP TABLE made_sale AS
SELECT s.code || '-' || register || '-' || lpad(sequence::text, 6, '0') AS number, s.code AS store_code, register, sequence,
       sold_at, (sold_at AT TIME ZONE 'America/Toronto')::date AS day,
       extract(hour FROM sold_at AT TIME ZONE 'America/Toronto')::int AS hour,
       a.id AS first, a.sku AS first_sku, a.name AS first_name, a.price AS first_price,
       b.id AS second, b.sku AS second_sku, b.name AS second_name, b.price AS second_price,
       a.price + 2 * b.price AS subtotal, round((a.price + 2 * b.price) * 0.05)::bigint AS gst,
       round((a.price + 2 * b.price) * 0.09975)::bigint AS qst
FROM made_store s,
     generate_series(1, s.sales) AS n,
     LATERAL (SELECT 1 + n % 2 AS register, (n + 1) / 2 AS sequence, cast(:now AS timestamptz) - interval '90 days'
                         + n * (interval '90 days' / (s.sales + 1)) AS sold_at) AS moment,
     LATERAL (SELECT (n * 7919 + s.k * 31) % :sold AS at, (n * 7919 + s.k * 31 + 1 + n % 5) % :sold AS next) AS place
JOIN made_product a ON a.id = 1001 + place.at
JOIN made_product b ON b.id = 1001 + place.next;
ANALYZE made_product, made_store, made_sale;

CREATE TEMP TABLE made_units AS
SELECT store_code, product_id, sum(units) AS units
FROM (SELECT store_code, first AS product_id, 1 AS units FROM made_sale
      UNION ALL SELECT store_code, second, 2 FROM made_sale) AS line
GROUP BY store_code, product_id;

-- Every store has 100,000 units of the products that are sold.
CREATE TEMP TABLE made_count AS
SELECT s.code AS store_code, p.id AS product_id, 100000 + coalesce(u.units, 0) AS counted,
       cast(:now AS timestamptz) - interval '100 days' AS counted_at
FROM made_store s CROSS JOIN made_product p LEFT JOIN made_units u ON u.store_code = s.code AND u.product_id = p.id
WHERE p.id <= 1000 + :sold;
ANALYZE made_units, made_count;

-- Events of the last days, which their destinations have confirmed. Their ids follow from their numbers, so that both sides
-- have the same last one.
INSERT INTO outbox_log (event_id, destination, type, payload, created_at, position)
SELECT md5(current_database() || d.name || n)::uuid, d.name, 'made', '{}', cast(:now AS timestamptz) - interval '1 day',
       d.numbered + n
FROM outbox_destination d, generate_series(1, 20000) AS n;
UPDATE outbox_destination SET numbered = numbered + 20000, confirmed = confirmed + 20000;
UPDATE inbox_sender SET position = position + 20000, last_event = md5(name || current_database() || 20000)::uuid;
