CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE store (
    code       text PRIMARY KEY,
    name       text   NOT NULL,
    time_zone  text   NOT NULL,
    taxes      jsonb  NOT NULL,
    registers  jsonb  NOT NULL,
    deployment text   NOT NULL,
    version    bigint NOT NULL
);

CREATE TABLE employee (
    username          text PRIMARY KEY,
    display_name      text        NOT NULL,
    role              text        NOT NULL,
    password_hash     text        NOT NULL,
    active            boolean     NOT NULL,
    tokens_valid_from timestamptz NOT NULL,
    version           bigint      NOT NULL
);

-- Taken after the product's row was locked: the versions of one product grow in the order of its changes.
CREATE SEQUENCE catalogue_version;

CREATE TABLE product (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version          bigint NOT NULL,
    sku              text   NOT NULL CONSTRAINT product_sku UNIQUE,
    barcode          text CONSTRAINT product_barcode UNIQUE,
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
CREATE INDEX product_order ON product (name, id);
CREATE INDEX product_version ON product (version);

CREATE TABLE product_change (
    product_id bigint      NOT NULL REFERENCES product,
    version    bigint      NOT NULL,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL,
    changes    jsonb       NOT NULL,
    PRIMARY KEY (product_id, version)
);

-- Services that were given everything that is replicated.
CREATE TABLE introduced_peer (
    name text PRIMARY KEY
);

-- The books of all stores, as they were told.
CREATE TABLE sale (
    number         text PRIMARY KEY,
    store_code     text        NOT NULL,
    register       int         NOT NULL,
    sequence       bigint      NOT NULL,
    register_total bigint      NOT NULL,
    cashier        text        NOT NULL,
    sold_at        timestamptz NOT NULL,
    business_day   date        NOT NULL,
    lines          jsonb       NOT NULL,
    subtotal       bigint      NOT NULL,
    taxes          jsonb       NOT NULL,
    total          bigint      NOT NULL,
    payments       jsonb       NOT NULL,
    change         bigint      NOT NULL,
    UNIQUE (store_code, register, sequence)
);
CREATE INDEX sale_newest ON sale (sold_at DESC, number DESC);
CREATE INDEX sale_newest_of_store ON sale (store_code, sold_at DESC, number DESC);

CREATE TABLE refund (
    number         text PRIMARY KEY,
    sale_number    text        NOT NULL,
    store_code     text        NOT NULL,
    register       int         NOT NULL,
    sequence       bigint      NOT NULL,
    register_total bigint      NOT NULL,
    cashier        text        NOT NULL,
    refunded_at    timestamptz NOT NULL,
    business_day   date        NOT NULL,
    reason         text        NOT NULL,
    lines          jsonb       NOT NULL,
    subtotal       bigint      NOT NULL,
    taxes          jsonb       NOT NULL,
    total          bigint      NOT NULL,
    tender         text        NOT NULL,
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

-- An order may be heard of first from the warehouse, then from the store that made it.
CREATE TABLE restock_order (
    id           uuid PRIMARY KEY,
    store_code   text   NOT NULL,
    product_id   bigint NOT NULL,
    quantity     int,
    requested_by text,
    requested_at timestamptz,
    shipped_by   text,
    shipped_at   timestamptz,
    shipped      int,
    refused_by   text,
    refused_at   timestamptz,
    reason       text,
    received_at  timestamptz,
    received     int,
    state        text GENERATED ALWAYS AS (CASE WHEN received_at IS NOT NULL THEN 'received'
                                                WHEN shipped_at IS NOT NULL THEN 'shipped'
                                                WHEN refused_at IS NOT NULL THEN 'refused'
                                                ELSE 'requested' END) STORED,
    heard_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX restock_order_newest ON restock_order (heard_at DESC, id DESC);
CREATE INDEX restock_order_received ON restock_order (store_code, product_id) WHERE received_at IS NOT NULL;

-- Read models, kept in step with the books in the same transactions.
CREATE TABLE store_day (
    store_code    text   NOT NULL,
    day           date   NOT NULL,
    sales         bigint NOT NULL DEFAULT 0,
    sales_total   bigint NOT NULL DEFAULT 0,
    refunds       bigint NOT NULL DEFAULT 0,
    refunds_total bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (store_code, day)
) WITH (fillfactor = 70);

CREATE TABLE store_hour (
    store_code    text   NOT NULL,
    day           date   NOT NULL,
    hour          int    NOT NULL CHECK (hour BETWEEN 0 AND 23),
    sales         bigint NOT NULL DEFAULT 0,
    sales_total   bigint NOT NULL DEFAULT 0,
    refunds       bigint NOT NULL DEFAULT 0,
    refunds_total bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (store_code, day, hour)
) WITH (fillfactor = 70);

-- What was sold; what came back is not taken off, for it was liked when it was sold.
CREATE TABLE product_day (
    store_code text   NOT NULL,
    day        date   NOT NULL,
    product_id bigint NOT NULL,
    units      bigint NOT NULL DEFAULT 0,
    amount     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (store_code, day, product_id)
) WITH (fillfactor = 70);

CREATE TABLE stock (
    store_code text   NOT NULL,
    product_id bigint NOT NULL,
    quantity   bigint NOT NULL,
    PRIMARY KEY (store_code, product_id)
) WITH (fillfactor = 70);

CREATE TABLE alert (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store_code      text        NOT NULL,
    product_id      bigint      NOT NULL,
    level           text        NOT NULL,
    quantity        int         NOT NULL,
    opened_at       timestamptz NOT NULL,
    closed_at       timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz
);
CREATE UNIQUE INDEX alert_open ON alert (store_code, product_id) WHERE closed_at IS NULL;

-- What happened lately, in the order in which it can be seen: a transaction that commits late is read late, not never.
CREATE TABLE activity (
    transaction xid8        NOT NULL DEFAULT pg_current_xact_id(),
    id          bigint GENERATED ALWAYS AS IDENTITY,
    kind        text        NOT NULL,
    payload     jsonb       NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (transaction, id)
);
CREATE INDEX activity_age ON activity (happened_at);
