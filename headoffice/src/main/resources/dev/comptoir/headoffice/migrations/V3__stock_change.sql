-- Stocks of which the warehouse must still be told.
CREATE TABLE stock_change (
    store_code text   NOT NULL,
    product_id bigint NOT NULL,
    PRIMARY KEY (store_code, product_id)
);
INSERT INTO stock_change SELECT store_code, product_id FROM stock;
