-- A refund may be one of a sale of another deployment: the reservation has a copy of the sale. The reconciliation checks that
-- each refund has the one or the other.
ALTER TABLE refund DROP CONSTRAINT refund_sale_number_fkey;

-- Sales of other deployments that stores of this one refund. A reservation is used until it ends, and only in the run of the
-- database server in which it was requested: a restored copy may lack the refund.
CREATE TABLE reservation (
    id           uuid        PRIMARY KEY,
    sale_number  text        NOT NULL,
    store_code   text        NOT NULL,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    server       text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('requested', 'granted', 'refused', 'released', 'refunded')),
    reason       text,
    sale         jsonb,
    refund       text UNIQUE,
    CHECK (state NOT IN ('granted', 'refunded') OR sale IS NOT NULL),
    CHECK ((state = 'refunded') = (refund IS NOT NULL))
);
CREATE UNIQUE INDEX reservation_open ON reservation (store_code, sale_number) WHERE state IN ('requested', 'granted');
CREATE INDEX reservation_end ON reservation (ends_at) WHERE state IN ('requested', 'granted');
CREATE INDEX reservation_newest ON reservation (store_code, requested_at);

-- Sales of this deployment that a store of another one refunds, with its refund.
CREATE TABLE reserved_sale (
    reservation uuid        PRIMARY KEY,
    sale_number text        NOT NULL,
    store_code  text        NOT NULL,
    reserved_at timestamptz NOT NULL,
    state       text        NOT NULL CHECK (state IN ('reserved', 'released', 'refunded')),
    refund      jsonb,
    CHECK ((state = 'refunded') = (refund IS NOT NULL))
);
CREATE UNIQUE INDEX reserved_sale_open ON reserved_sale (sale_number) WHERE state = 'reserved';
CREATE INDEX reserved_sale_refunds ON reserved_sale (sale_number) WHERE state = 'refunded';

-- Also for instances of version 0.2, which do not check it.
CREATE FUNCTION refuse_refund_of_reserved_sale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reserved_sale WHERE sale_number = NEW.sale_number AND state = 'reserved') THEN
        RAISE EXCEPTION 'sale % is reserved for a refund at another store', NEW.sale_number;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reserved_sale_stays BEFORE UPDATE OF returned ON sale_line
    FOR EACH ROW EXECUTE FUNCTION refuse_refund_of_reserved_sale();

-- A refund at another store changes the list of sales of the store that sold.
CREATE TRIGGER count_change AFTER UPDATE OF returned ON sale_line
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('returns');
