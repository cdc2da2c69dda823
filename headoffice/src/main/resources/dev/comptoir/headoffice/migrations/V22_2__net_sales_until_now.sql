-- Events are not applied while this runs, and readers do not wait for it, so it may take longer than other migrations. The
-- trigger of store_hour adds to chain_hour.
SET LOCAL statement_timeout = '10min';

UPDATE store_hour SET sales_subtotal = entry.sales, refunds_subtotal = entry.refunds
FROM (SELECT store_code, business_day AS day, extract(hour FROM moment AT TIME ZONE time_zone)::int AS hour,
             sum(sales) AS sales, sum(refunds) AS refunds
      FROM (SELECT store_code, business_day, sold_at AS moment, subtotal AS sales, 0 AS refunds FROM sale
            UNION ALL
            SELECT store_code, business_day, refunded_at, 0, subtotal FROM refund) AS entry
      JOIN store ON code = store_code
      GROUP BY store_code, business_day, hour) AS entry
WHERE (store_hour.store_code, store_hour.day, store_hour.hour) = (entry.store_code, entry.day, entry.hour);

UPDATE store_day SET sales_subtotal = hours.sales, refunds_subtotal = hours.refunds
FROM (SELECT store_code, day, sum(sales_subtotal) AS sales, sum(refunds_subtotal) AS refunds
      FROM store_hour GROUP BY store_code, day) AS hours
WHERE (store_day.store_code, store_day.day) = (hours.store_code, hours.day);
