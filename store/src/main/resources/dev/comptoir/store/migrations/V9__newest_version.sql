-- A change of a product that changes no indexed value writes no index (heap-only tuples); each change has a new version. Only
-- the status reads the newest version, and reads all products for it.
DROP INDEX IF EXISTS product_version;
ALTER TABLE product SET (fillfactor = 80);
