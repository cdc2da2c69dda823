-- Numbers that this store never uses because the head office may have them already: this database was restored.
CREATE TABLE skipped_numbers (
    store_code    text        NOT NULL,
    register      int         NOT NULL,
    book          text        NOT NULL CHECK (book IN ('sale', 'refund', 'day')),
    skipped_after bigint      NOT NULL,
    skipped_last  bigint      NOT NULL CHECK (skipped_last > skipped_after),
    moved_at      timestamptz NOT NULL,
    PRIMARY KEY (store_code, register, book, skipped_last)
);

-- Ranges of the books that the head office lacks; they are sent again in pieces.
CREATE TABLE resend (
    store_code text   NOT NULL,
    register   int    NOT NULL,
    book       text   NOT NULL CHECK (book IN ('sale', 'refund', 'day')),
    sent_until bigint NOT NULL,
    last       bigint NOT NULL,
    PRIMARY KEY (store_code, register, book)
);

-- An open day gets another number when the numbers of days are skipped.
ALTER TABLE cash_movement
    DROP CONSTRAINT cash_movement_store_code_register_day_fkey,
    ADD CONSTRAINT cash_movement_day FOREIGN KEY (store_code, register, day) REFERENCES register_day ON UPDATE CASCADE;
