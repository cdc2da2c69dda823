-- First what reads the rows of a table: what follows locks the tables of sales until the commit, and changes no row.
CREATE INDEX IF NOT EXISTS refund_of_cashier ON refund (store_code, cashier, business_day);
ALTER TABLE approval
    ADD COLUMN units int,
    DROP CONSTRAINT approval_kind_check,
    ADD CONSTRAINT approval_kind CHECK (kind IN ('refund', 'price', 'discount', 'cash-out'));

-- Of the head office: which taxes a store collects, how it rounds cash, and what its receipts show.
ALTER TABLE store ADD COLUMN profiles jsonb NOT NULL DEFAULT '[]';
ALTER TABLE product
    ADD COLUMN tax_class text NOT NULL DEFAULT 'standard',
    ADD COLUMN deposit jsonb;

ALTER TABLE register ADD COLUMN closed boolean NOT NULL DEFAULT false;

-- How many units the override of a price covers, the discount on them, and why. Null where an earlier version stored it: all
-- units, no discount.
ALTER TABLE cart_line ADD COLUMN forced_units int, ADD COLUMN forced_discount bigint, ADD COLUMN price_reason text;
ALTER TABLE parked_cart_line ADD COLUMN forced_units int, ADD COLUMN forced_discount bigint, ADD COLUMN price_reason text;

ALTER TABLE refund
    ADD COLUMN deposits bigint NOT NULL DEFAULT 0,
    ADD COLUMN rounding bigint NOT NULL DEFAULT 0,
    ADD COLUMN payments jsonb,
    ADD COLUMN approved_by text;

-- The taxes of a line are null where an earlier version wrote it: it bears all taxes of its sale.
ALTER TABLE sale
    ADD COLUMN deposits bigint NOT NULL DEFAULT 0,
    ADD COLUMN rounding bigint NOT NULL DEFAULT 0,
    ADD COLUMN profile_version bigint;
ALTER TABLE sale_line
    ADD COLUMN taxes jsonb,
    ADD COLUMN deposit bigint NOT NULL DEFAULT 0,
    ADD COLUMN discount bigint NOT NULL DEFAULT 0,
    ADD COLUMN price_reason text;
