-- Incremental runs of the reconciliation read the newest refunds.
CREATE INDEX IF NOT EXISTS refund_newest ON refund (refunded_at);
