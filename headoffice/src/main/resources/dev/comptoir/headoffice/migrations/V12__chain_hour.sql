-- The sums of store_hour over all stores. A transaction adds to a slot to which no other one adds at the moment, so that the
-- events of many stores do not wait for each other. By triggers, because instances of version 0.2 write only store_hour.
CREATE TABLE chain_hour (
    day           date   NOT NULL,
    hour          int    NOT NULL,
    slot          int    NOT NULL,
    sales         bigint NOT NULL,
    sales_total   bigint NOT NULL,
    refunds       bigint NOT NULL,
    refunds_total bigint NOT NULL,
    PRIMARY KEY (day, hour, slot)
) WITH (fillfactor = 50);

CREATE FUNCTION own_slot() RETURNS int LANGUAGE plpgsql AS $$
DECLARE own int;
BEGIN
    FOR tried IN 0..15 LOOP
        own := (pg_backend_pid() + tried) % 16;
        IF pg_try_advisory_xact_lock(hashtext('chain_hour'), own) THEN
            RETURN own;
        END IF;
    END LOOP;
    PERFORM pg_advisory_xact_lock(hashtext('chain_hour'), own);
    RETURN own;
END $$;

CREATE FUNCTION add_to_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own int := own_slot();
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO chain_hour AS known
        SELECT day, hour, own, sum(sales), sum(sales_total), sum(refunds), sum(refunds_total) FROM after_it
        GROUP BY day, hour ORDER BY day, hour
        ON CONFLICT (day, hour, slot) DO UPDATE
        SET sales = known.sales + excluded.sales, sales_total = known.sales_total + excluded.sales_total,
            refunds = known.refunds + excluded.refunds, refunds_total = known.refunds_total + excluded.refunds_total;
    ELSE
        INSERT INTO chain_hour AS known
        SELECT day, hour, own, sum(sales), sum(sales_total), sum(refunds), sum(refunds_total)
        FROM (SELECT * FROM after_it
              UNION ALL
              SELECT store_code, day, hour, -sales, -sales_total, -refunds, -refunds_total FROM before_it) AS change
        GROUP BY day, hour ORDER BY day, hour
        ON CONFLICT (day, hour, slot) DO UPDATE
        SET sales = known.sales + excluded.sales, sales_total = known.sales_total + excluded.sales_total,
            refunds = known.refunds + excluded.refunds, refunds_total = known.refunds_total + excluded.refunds_total;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER add_inserted_to_chain AFTER INSERT ON store_hour
    REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION add_to_chain();
CREATE TRIGGER add_updated_to_chain AFTER UPDATE ON store_hour
    REFERENCING NEW TABLE AS after_it OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION add_to_chain();

INSERT INTO chain_hour
SELECT day, hour, 0, sum(sales), sum(sales_total), sum(refunds), sum(refunds_total) FROM store_hour GROUP BY day, hour;
