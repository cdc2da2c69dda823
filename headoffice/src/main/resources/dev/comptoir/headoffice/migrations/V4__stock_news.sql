-- Up to which of a store's days the warehouse was told what it sold lately.
CREATE TABLE stock_news_day (
    store_code text PRIMARY KEY REFERENCES store,
    day        date NOT NULL
);
CREATE INDEX product_day_of_product ON product_day (store_code, product_id, day);

-- What was told until now may be older than what is there.
INSERT INTO stock_change SELECT store_code, product_id FROM stock ON CONFLICT DO NOTHING;
