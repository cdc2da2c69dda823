-- What a store prints on its receipts, which taxes it collects, and how it rounds cash; none where an earlier version added
-- the store.
ALTER TABLE store ADD COLUMN profiles jsonb NOT NULL DEFAULT '[]';

CREATE TABLE store_change (
    store_code text        NOT NULL REFERENCES store,
    version    bigint      NOT NULL,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL,
    changes    jsonb       NOT NULL,
    PRIMARY KEY (store_code, version)
);
