-- The trace in which an event was written, as the header traceparent says it (W3C Trace Context): it goes on elsewhere.
ALTER TABLE outbox_event ADD COLUMN trace_parent text;
