-- Sales and refunds are counted by their registers; a trigger on shelves would see every sale, but none of these does.
CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON product
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('catalogue');
CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON store
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('catalogue');
CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON stock_count
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('deliveries');
CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON delivery
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('deliveries');
CREATE TRIGGER count_change AFTER INSERT OR UPDATE OF low, high OR DELETE OR TRUNCATE ON shelf
    FOR EACH STATEMENT EXECUTE FUNCTION count_change('deliveries');
