CREATE INDEX IF NOT EXISTS alert_closed ON alert (closed_at) WHERE closed_at IS NOT NULL;
