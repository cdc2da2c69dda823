-- Nothing reads it; no release has written it.
ALTER TABLE outbox_destination DROP COLUMN receiver;
