-- How many receipts an employee or a register has sent by e-mail since a moment. The addresses are not stored.
CREATE TABLE receipt_email_count (
    sender text PRIMARY KEY,
    since timestamptz NOT NULL,
    sent int NOT NULL
);
