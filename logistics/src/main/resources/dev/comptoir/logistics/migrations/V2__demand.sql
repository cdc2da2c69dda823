-- What the stores have, as the head office says.
CREATE TABLE store_stock (
    store_code      text        NOT NULL,
    product_id      bigint      NOT NULL,
    quantity        bigint      NOT NULL,
    sold_in_14_days bigint      NOT NULL,
    as_of           timestamptz NOT NULL,
    PRIMARY KEY (store_code, product_id)
);
CREATE INDEX store_stock_of_product ON store_stock (product_id);
CREATE INDEX restock_order_open ON restock_order (store_code, product_id) WHERE state IN ('requested', 'shipped');

-- What happened lately, for those who watch.
CREATE TABLE activity (
    transaction xid8        NOT NULL DEFAULT pg_current_xact_id(),
    id          bigint GENERATED ALWAYS AS IDENTITY,
    kind        text        NOT NULL,
    payload     jsonb       NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transaction, id)
);
CREATE INDEX activity_age ON activity (happened_at);
