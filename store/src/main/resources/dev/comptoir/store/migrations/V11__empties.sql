-- Empties that customers bring back, as a list of deposits: those of a register's cart, of a parked cart, and of a sale. Null
-- where there are none.
CREATE INDEX product_deposit ON product (((deposit ->> 'each')::bigint)) WHERE deposit IS NOT NULL;
ALTER TABLE register ADD COLUMN cart_empties jsonb;
ALTER TABLE parked_cart ADD COLUMN empties jsonb;
ALTER TABLE sale ADD COLUMN empties jsonb;
