-- Runs of the reconciliation: ended ones, and at most one that is requested or under way. A full run reads all rows, an
-- incremental one reads what is new. A run that was interrupted three times has failed.
CREATE TABLE reconciliation_run (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    full_run     boolean     NOT NULL,
    requested_by text,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at   timestamptz,
    ended_at     timestamptz,
    attempts     int         NOT NULL DEFAULT 0,
    failed       boolean     NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX reconciliation_run_open ON reconciliation_run ((true)) WHERE ended_at IS NULL;
CREATE INDEX reconciliation_run_ended ON reconciliation_run (ended_at);

-- The last check of each rule. A check that ended has read everything up to the watermark; `failure` says why the last
-- check did not end.
CREATE TABLE reconciliation_check (
    rule            text PRIMARY KEY,
    milliseconds    bigint  NOT NULL,
    truncated       boolean NOT NULL DEFAULT false,
    checked_at      timestamptz,
    full_checked_at timestamptz,
    watermark       timestamptz,
    failure         text
);

CREATE TABLE reconciliation_difference (
    rule     text NOT NULL REFERENCES reconciliation_check ON DELETE CASCADE,
    subject  text NOT NULL,
    expected text NOT NULL,
    found    text NOT NULL,
    PRIMARY KEY (rule, subject, expected, found)
);

-- Differences that a manager explained. They are kept, whether or not a later run finds them again.
CREATE TABLE reconciliation_settled (
    rule       text        NOT NULL,
    subject    text        NOT NULL,
    expected   text        NOT NULL,
    found      text        NOT NULL,
    reason     text        NOT NULL,
    settled_by text        NOT NULL,
    settled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (rule, subject, expected, found)
);
