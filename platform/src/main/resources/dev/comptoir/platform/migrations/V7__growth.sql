CREATE INDEX IF NOT EXISTS revocation_expired ON revocation (forget_at);
