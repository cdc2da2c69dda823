-- A register sells only on an open day. A day knows the register's books as they were before it and at its end, so that its
-- sales and refunds are found by their sequences.
ALTER TABLE register ADD COLUMN day int NOT NULL DEFAULT 0, ADD COLUMN open boolean NOT NULL DEFAULT false;

CREATE TABLE register_day (
    store_code     text        NOT NULL,
    register       int         NOT NULL,
    day            int         NOT NULL,
    opened_by      text        NOT NULL,
    opened_at      timestamptz NOT NULL,
    opening_float  bigint      NOT NULL CHECK (opening_float >= 0),
    sales_before   bigint      NOT NULL,
    refunds_before bigint      NOT NULL,
    closed_by      text,
    closed_at      timestamptz,
    last_sale      bigint,
    last_refund    bigint,
    counted        jsonb,
    expected       bigint,
    difference     bigint,
    number         text UNIQUE,
    report         jsonb,
    PRIMARY KEY (store_code, register, day),
    FOREIGN KEY (store_code, register) REFERENCES register
);
CREATE INDEX register_day_closed ON register_day (store_code, closed_at DESC, number DESC);

CREATE FUNCTION refuse_change_of_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'day % of register %-% is closed for good', OLD.day, OLD.store_code, OLD.register;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed_day_stays BEFORE UPDATE OR DELETE ON register_day
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_closed_day();

CREATE TABLE cash_movement (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store_code  text        NOT NULL,
    register    int         NOT NULL,
    day         int         NOT NULL,
    direction   text        NOT NULL CHECK (direction IN ('in', 'out')),
    amount      bigint      NOT NULL CHECK (amount > 0),
    reason      text        NOT NULL,
    made_by     text        NOT NULL,
    approved_by text,
    made_at     timestamptz NOT NULL,
    FOREIGN KEY (store_code, register, day) REFERENCES register_day
);
CREATE INDEX cash_movement_of_day ON cash_movement (store_code, register, day);

-- What somebody was allowed to do by a manager on the spot.
CREATE TABLE approval (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store_code  text        NOT NULL,
    register    int         NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('refund', 'price', 'cash-out')),
    subject     text        NOT NULL,
    amount      bigint      NOT NULL,
    asked_by    text        NOT NULL,
    approved_by text        NOT NULL,
    approved_at timestamptz NOT NULL
);
CREATE INDEX approval_newest ON approval (store_code, id DESC);

ALTER TABLE cart_line ADD COLUMN forced_price bigint CHECK (forced_price >= 0);

CREATE TABLE parked_cart (
    id         uuid PRIMARY KEY,
    store_code text        NOT NULL,
    register   int         NOT NULL,
    parked_by  text        NOT NULL,
    parked_at  timestamptz NOT NULL,
    note       text        NOT NULL
);
CREATE INDEX parked_cart_of_store ON parked_cart (store_code, parked_at, id);
CREATE INDEX parked_cart_age ON parked_cart (parked_at);

CREATE TABLE parked_cart_line (
    parked_cart  uuid   NOT NULL REFERENCES parked_cart ON DELETE CASCADE,
    product_id   bigint NOT NULL REFERENCES product,
    quantity     int    NOT NULL CHECK (quantity > 0),
    seen_price   bigint NOT NULL,
    forced_price bigint,
    place        int    NOT NULL,
    PRIMARY KEY (parked_cart, product_id)
);
