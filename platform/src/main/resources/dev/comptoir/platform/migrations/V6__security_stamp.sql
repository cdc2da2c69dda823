-- A change of an employee's rights changes the security stamp of the name. A token carries the stamp that was read before
-- its account, and is refused once the stamp has changed: no clock is compared. Instances read what changed since the
-- oldest transaction that was open when they last read (PostgreSQL, "System Information Functions", pg_snapshot_xmin).
ALTER TABLE revocation
    ADD COLUMN stamp      uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN changed_in xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX revocation_changed_in ON revocation (changed_in, key);

-- Also for instances of version 0.1, which write neither column.
CREATE FUNCTION mark_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id();
    IF NEW.stamp = OLD.stamp AND NEW.revoked_at <> OLD.revoked_at THEN
        NEW.stamp := gen_random_uuid();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mark_revocation BEFORE UPDATE ON revocation FOR EACH ROW EXECUTE FUNCTION mark_revocation();
