-- Rows from before have neither deposits nor rounding, and a refund without payments was handed back by its one tender.
ALTER TABLE sale ADD COLUMN deposits bigint NOT NULL DEFAULT 0, ADD COLUMN rounding bigint NOT NULL DEFAULT 0;
ALTER TABLE refund ADD COLUMN deposits bigint NOT NULL DEFAULT 0, ADD COLUMN rounding bigint NOT NULL DEFAULT 0,
    ADD COLUMN payments jsonb;
