-- How often each topic of a service's data has changed: the sum over its slots. A transaction writes the slot that nobody
-- else writes at the moment, so that no writer ever waits for another because of it.
CREATE TABLE topic_change (
    topic   text   NOT NULL,
    slot    int    NOT NULL,
    changes bigint NOT NULL,
    PRIMARY KEY (topic, slot)
) WITH (fillfactor = 50);

-- For statement triggers: AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON <table> ... count_change('<topic>'). Once in a
-- transaction is enough, for all its changes are seen at once.
CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted text := 'comptoir.counted_' || TG_ARGV[0];
    own     int;
BEGIN
    IF current_setting(counted, true) = 'yes' THEN
        RETURN NULL;
    END IF;
    FOR tried IN 0..63 LOOP
        own := (pg_backend_pid() + tried) % 64;
        EXIT WHEN pg_try_advisory_xact_lock(hashtext('topic ' || TG_ARGV[0]), own);
    END LOOP;
    INSERT INTO topic_change AS known (topic, slot, changes) VALUES (TG_ARGV[0], own, 1)
    ON CONFLICT (topic, slot) DO UPDATE SET changes = known.changes + 1;
    PERFORM set_config(counted, 'yes', true);
    RETURN NULL;
END $$;
