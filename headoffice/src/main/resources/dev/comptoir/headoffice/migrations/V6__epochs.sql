-- Stores, employees and products are replicated in this epoch. Each introduction of a service anew begins a higher one.
CREATE TABLE replication_epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch    bigint NOT NULL
);
INSERT INTO replication_epoch (epoch) VALUES (0);

CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON employee
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('staff');
