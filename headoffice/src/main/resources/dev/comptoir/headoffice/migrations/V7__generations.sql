-- A restored store uses numbers again. Each entry is kept: the second one with a number has generation 2, and its number
-- ends in ".2". An entry that its store no longer has is lost there.
ALTER TABLE sale ADD COLUMN generation int NOT NULL DEFAULT 1, ADD COLUMN lost boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX IF NOT EXISTS sale_place ON sale (store_code, register, sequence, generation);
ALTER TABLE sale DROP CONSTRAINT sale_store_code_register_sequence_key;
CREATE INDEX IF NOT EXISTS sale_lost ON sale (store_code, register, sequence) WHERE lost;

ALTER TABLE refund ADD COLUMN generation int NOT NULL DEFAULT 1, ADD COLUMN lost boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX IF NOT EXISTS refund_place ON refund (store_code, register, sequence, generation);
ALTER TABLE refund DROP CONSTRAINT refund_store_code_register_sequence_key;
CREATE INDEX IF NOT EXISTS refund_lost ON refund (store_code, register, sequence) WHERE lost;

ALTER TABLE z_report ADD COLUMN generation int NOT NULL DEFAULT 1, ADD COLUMN lost boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX IF NOT EXISTS z_report_place ON z_report (store_code, register, day, generation);
ALTER TABLE z_report DROP CONSTRAINT z_report_store_code_register_day_key;
CREATE INDEX IF NOT EXISTS z_report_lost ON z_report (store_code, register, day) WHERE lost;

-- The last entry of each kind in each register's book, and the register's own total up to it.
CREATE TABLE register_book (
    store_code text   NOT NULL,
    register   int    NOT NULL,
    book       text   NOT NULL CHECK (book IN ('sale', 'refund', 'z_report')),
    last       bigint NOT NULL,
    total      bigint NOT NULL,
    PRIMARY KEY (store_code, register, book)
) WITH (fillfactor = 70);
INSERT INTO register_book
SELECT DISTINCT ON (store_code, register) store_code, register, 'sale', sequence, register_total FROM sale
ORDER BY store_code, register, sequence DESC;
INSERT INTO register_book
SELECT DISTINCT ON (store_code, register) store_code, register, 'refund', sequence, register_total FROM refund
ORDER BY store_code, register, sequence DESC;
INSERT INTO register_book
SELECT store_code, register, 'z_report', max(day), 0 FROM z_report GROUP BY store_code, register;

-- Numbers that a restored store declared as never used. A later restore to before them supersedes them.
CREATE TABLE skipped_numbers (
    store_code    text        NOT NULL,
    register      int         NOT NULL,
    book          text        NOT NULL CHECK (book IN ('sale', 'refund', 'z_report')),
    skipped_after bigint      NOT NULL,
    skipped_last  bigint      NOT NULL,
    moved_at      timestamptz NOT NULL,
    superseded    boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (store_code, register, book, moved_at)
);

-- A count is one product at one moment; it may arrive twice.
CREATE INDEX IF NOT EXISTS stock_count_moment ON stock_count (store_code, product_id, counted_at);

-- The newest crossing of each shelf: an older one that arrives later changes no alert.
CREATE TABLE stock_crossing (
    store_code text        NOT NULL,
    product_id bigint      NOT NULL,
    level      text        NOT NULL,
    crossed_at timestamptz NOT NULL,
    PRIMARY KEY (store_code, product_id)
) WITH (fillfactor = 70);
INSERT INTO stock_crossing
SELECT DISTINCT ON (store_code, product_id) store_code, product_id,
       CASE WHEN closed_at IS NULL THEN level ELSE 'normal' END, coalesce(closed_at, opened_at)
FROM alert ORDER BY store_code, product_id, opened_at DESC, id DESC;
