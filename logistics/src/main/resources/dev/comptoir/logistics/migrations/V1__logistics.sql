CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Copies of what the head office decides. No unique SKU or barcode here: the head office guards them, and a copy must
-- take its changes in whatever order a parked event leaves them.
CREATE TABLE store (
    code       text PRIMARY KEY,
    name       text   NOT NULL,
    deployment text   NOT NULL,
    version    bigint NOT NULL
);

CREATE TABLE employee (
    username      text PRIMARY KEY,
    display_name  text    NOT NULL,
    role          text    NOT NULL,
    password_hash text    NOT NULL,
    active        boolean NOT NULL,
    version       bigint  NOT NULL
);

CREATE TABLE product (
    id       bigint PRIMARY KEY,
    version  bigint NOT NULL,
    sku      text   NOT NULL,
    barcode  text,
    name     text   NOT NULL,
    category text   NOT NULL,
    search   text   NOT NULL
);
CREATE INDEX product_search ON product USING gin (search gin_trgm_ops);
CREATE INDEX product_order ON product (name, id);

CREATE TABLE central_stock (
    product_id bigint PRIMARY KEY REFERENCES product,
    quantity   bigint NOT NULL DEFAULT 0 CHECK (quantity >= 0)
) WITH (fillfactor = 70);

CREATE TABLE restock_order (
    id                uuid PRIMARY KEY,
    store_code        text        NOT NULL REFERENCES store,
    product_id        bigint      NOT NULL REFERENCES product,
    quantity          int         NOT NULL CHECK (quantity > 0),
    requested_by      text        NOT NULL,
    requested_at      timestamptz NOT NULL,
    state             text        NOT NULL DEFAULT 'requested'
                      CHECK (state IN ('requested', 'shipped', 'refused', 'received')),
    decided_by        text,
    decided_at        timestamptz,
    reason            text,
    received_at       timestamptz,
    received_quantity int,
    CHECK ((state = 'refused') = (reason IS NOT NULL)),
    CHECK ((state = 'received') = (received_at IS NOT NULL)),
    CHECK ((received_at IS NULL) = (received_quantity IS NULL))
);
CREATE INDEX restock_order_newest ON restock_order (requested_at DESC, id DESC);
CREATE INDEX restock_order_newest_of_state ON restock_order (state, requested_at DESC, id DESC);
CREATE INDEX restock_order_newest_of_store ON restock_order (store_code, requested_at DESC, id DESC);

-- Every change of the central stock. An order leaves the warehouse once.
CREATE TABLE movement (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind IN ('receipt', 'shipment')),
    product_id bigint      NOT NULL REFERENCES product,
    quantity   int         NOT NULL CHECK (quantity > 0),
    order_id   uuid UNIQUE REFERENCES restock_order,
    note       text,
    made_by    text        NOT NULL,
    made_at    timestamptz NOT NULL,
    CHECK ((kind = 'shipment') = (order_id IS NOT NULL))
);
CREATE INDEX movement_of_product ON movement (product_id, kind);
