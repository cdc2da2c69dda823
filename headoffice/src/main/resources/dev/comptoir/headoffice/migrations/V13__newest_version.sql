-- A change of a product that changes no indexed value writes no index (heap-only tuples); each change has a new version. The
-- newest version is read from the history, where it is written once.
CREATE INDEX IF NOT EXISTS product_change_version ON product_change (version);
DROP INDEX IF EXISTS product_version;
ALTER TABLE product SET (fillfactor = 80);
