-- The epoch and the version of a copy decide which change is newer. What does not exist at the head office is kept for the
-- books, but is not in use: a withdrawn product, a closed store, an inactive employee.
ALTER TABLE product ADD COLUMN epoch bigint NOT NULL DEFAULT 0, ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;
ALTER TABLE store ADD COLUMN epoch bigint NOT NULL DEFAULT 0, ADD COLUMN closed boolean NOT NULL DEFAULT false;
ALTER TABLE employee ADD COLUMN epoch bigint NOT NULL DEFAULT 0;

-- The epoch of the last introduction that ended here: changes of earlier epochs are obsolete.
CREATE TABLE introduction (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch    bigint NOT NULL
);
INSERT INTO introduction (epoch) VALUES (0);

CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON employee
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('staff');
