-- A batch of sales takes several quantities from one shelf: each may cross a level. The same rule as the column shelf.level.
CREATE FUNCTION stock_level(quantity bigint, low int, high int) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN quantity = 0 THEN 'out' WHEN quantity < low THEN 'low' WHEN quantity > high THEN 'over' ELSE 'normal' END;
