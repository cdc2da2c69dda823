CREATE TABLE z_report (
    number         text PRIMARY KEY,
    store_code     text        NOT NULL REFERENCES store,
    register       int         NOT NULL,
    day            int         NOT NULL,
    closed_by      text        NOT NULL,
    closed_at      timestamptz NOT NULL,
    business_day   date        NOT NULL,
    sales_after    bigint      NOT NULL,
    last_sale      bigint      NOT NULL,
    sales_total    bigint      NOT NULL,
    refunds_after  bigint      NOT NULL,
    last_refund    bigint      NOT NULL,
    refunds_total  bigint      NOT NULL,
    expected       bigint      NOT NULL,
    counted        bigint      NOT NULL,
    difference     bigint      NOT NULL,
    report         jsonb       NOT NULL,
    UNIQUE (store_code, register, day)
);
CREATE INDEX z_report_newest ON z_report (closed_at DESC, number DESC);
CREATE INDEX z_report_of_store ON z_report (store_code, closed_at DESC, number DESC);
