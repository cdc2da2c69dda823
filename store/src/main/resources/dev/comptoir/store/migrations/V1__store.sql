CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE store (
    code       text PRIMARY KEY,
    name       text   NOT NULL,
    time_zone  text   NOT NULL,
    taxes      jsonb  NOT NULL,
    deployment text   NOT NULL,
    version    bigint NOT NULL
);

CREATE TABLE register (
    store_code      text   NOT NULL REFERENCES store,
    number          int    NOT NULL,
    name            text   NOT NULL,
    sale_sequence   bigint NOT NULL DEFAULT 0,
    sales_total     bigint NOT NULL DEFAULT 0,
    refund_sequence bigint NOT NULL DEFAULT 0,
    refunds_total   bigint NOT NULL DEFAULT 0,
    cart_version    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (store_code, number)
);

CREATE TABLE employee (
    username      text PRIMARY KEY,
    display_name  text    NOT NULL,
    role          text    NOT NULL,
    password_hash text    NOT NULL,
    active        boolean NOT NULL,
    version       bigint  NOT NULL
);

-- A copy: the head office keeps SKUs and barcodes unique, and a copy must take its changes in whatever order a parked event
-- leaves them.
CREATE TABLE product (
    id               bigint PRIMARY KEY,
    version          bigint NOT NULL,
    sku              text   NOT NULL,
    barcode          text,
    name             text   NOT NULL,
    description      text   NOT NULL,
    category         text   NOT NULL,
    price            bigint NOT NULL CHECK (price >= 0),
    low              int    NOT NULL,
    high             int    NOT NULL,
    store_thresholds jsonb  NOT NULL,
    search           text   NOT NULL
);
CREATE INDEX product_search ON product USING gin (search gin_trgm_ops);
CREATE INDEX product_sku ON product (sku);
CREATE INDEX product_barcode ON product (barcode);
CREATE INDEX product_order ON product (name, id);
CREATE INDEX product_version ON product (version);

CREATE TABLE shelf (
    store_code text   NOT NULL REFERENCES store,
    product_id bigint NOT NULL REFERENCES product,
    quantity   int    NOT NULL DEFAULT 0 CHECK (quantity >= 0),
    low        int    NOT NULL,
    high       int    NOT NULL,
    level      text GENERATED ALWAYS AS (CASE WHEN quantity = 0 THEN 'out' WHEN quantity < low THEN 'low'
                                              WHEN quantity > high THEN 'over' ELSE 'normal' END) STORED,
    PRIMARY KEY (store_code, product_id)
) WITH (fillfactor = 70);

CREATE TABLE cart_line (
    store_code text        NOT NULL,
    register   int         NOT NULL,
    product_id bigint      NOT NULL REFERENCES product,
    quantity   int         NOT NULL CHECK (quantity > 0),
    seen_price bigint      NOT NULL,
    added_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (store_code, register, product_id),
    FOREIGN KEY (store_code, register) REFERENCES register
);

-- Prices, taxes and totals are fixed here and never computed again.
CREATE TABLE sale (
    number          text PRIMARY KEY,
    store_code      text        NOT NULL,
    register        int         NOT NULL,
    sequence        bigint      NOT NULL,
    cashier         text        NOT NULL,
    sold_at         timestamptz NOT NULL,
    business_day    date        NOT NULL,
    subtotal        bigint      NOT NULL,
    taxes           jsonb       NOT NULL,
    total           bigint      NOT NULL,
    payments        jsonb       NOT NULL,
    change          bigint      NOT NULL,
    idempotency_key text        NOT NULL,
    fingerprint     bytea       NOT NULL,
    UNIQUE (store_code, register, idempotency_key),
    UNIQUE (store_code, register, sequence)
);
CREATE INDEX sale_newest ON sale (store_code, sold_at DESC, number DESC);

CREATE TABLE sale_line (
    sale_number text   NOT NULL REFERENCES sale,
    line        int    NOT NULL,
    product_id  bigint NOT NULL,
    sku         text   NOT NULL,
    name        text   NOT NULL,
    quantity    int    NOT NULL CHECK (quantity > 0),
    unit_price  bigint NOT NULL,
    amount      bigint NOT NULL,
    returned    int    NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND quantity),
    PRIMARY KEY (sale_number, line)
);

CREATE TABLE refund (
    number       text PRIMARY KEY,
    sale_number  text        NOT NULL REFERENCES sale,
    store_code   text        NOT NULL,
    register     int         NOT NULL,
    sequence     bigint      NOT NULL,
    cashier      text        NOT NULL,
    refunded_at  timestamptz NOT NULL,
    business_day date        NOT NULL,
    reason       text        NOT NULL,
    lines        jsonb       NOT NULL,
    subtotal     bigint      NOT NULL,
    taxes        jsonb       NOT NULL,
    total        bigint      NOT NULL,
    tender       text        NOT NULL,
    UNIQUE (store_code, register, sequence)
);
CREATE INDEX refund_of_sale ON refund (sale_number);

CREATE TABLE stock_count (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store_code text        NOT NULL,
    product_id bigint      NOT NULL,
    counted    int         NOT NULL,
    correction int         NOT NULL,
    counted_by text        NOT NULL,
    counted_at timestamptz NOT NULL
);

CREATE TABLE restock_order (
    id           uuid PRIMARY KEY,
    store_code   text        NOT NULL,
    product_id   bigint      NOT NULL,
    quantity     int         NOT NULL CHECK (quantity > 0),
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    state        text        NOT NULL CHECK (state IN ('requested', 'refused', 'received')),
    reason       text,
    decided_by   text,
    decided_at   timestamptz,
    received_at  timestamptz
);
CREATE UNIQUE INDEX restock_order_open ON restock_order (store_code, product_id) WHERE state = 'requested';
CREATE INDEX restock_order_newest ON restock_order (store_code, requested_at DESC, id DESC);

CREATE TABLE delivery (
    order_id    uuid PRIMARY KEY,
    store_code  text        NOT NULL,
    product_id  bigint      NOT NULL,
    quantity    int         NOT NULL,
    received_at timestamptz NOT NULL
);
