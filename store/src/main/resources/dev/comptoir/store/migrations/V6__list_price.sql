CREATE INDEX IF NOT EXISTS approval_of_price ON approval (store_code, amount) WHERE kind = 'price';
CREATE INDEX IF NOT EXISTS refund_newest ON refund (refunded_at);

-- The price of the product in the catalogue when it was sold: unit_price differs from it where a manager overrode it. Null in
-- lines that an earlier version wrote. At the end: it locks the table until the commit, and no sale waits for the indexes.
ALTER TABLE sale_line ADD COLUMN list_price bigint;
