-- The log of each destination: positions 1, 2, 3 ... in the order of ids, given by the relay.
ALTER TABLE outbox_event RENAME TO outbox_log;
ALTER TABLE outbox_log ADD COLUMN position bigint;

-- What version 0.1 had rejected is sent again; the receiver decides.
UPDATE outbox_log SET parked_at = NULL, error = NULL WHERE parked_at IS NOT NULL;
DROP INDEX outbox_event_waiting;
DROP INDEX outbox_event_parked;
CREATE INDEX outbox_log_unnumbered ON outbox_log (destination, id) WHERE position IS NULL AND delivered_at IS NULL;
CREATE UNIQUE INDEX outbox_log_position ON outbox_log (destination, position) WHERE position IS NOT NULL;

-- Instances of version 0.1 go on writing here, and find nothing to deliver. To be dropped in 0.3.
CREATE TABLE outbox_event (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid        NOT NULL DEFAULT uuidv7(),
    destination  text        NOT NULL,
    type         text        NOT NULL,
    payload      jsonb       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz,
    parked_at    timestamptz,
    error        text,
    trace_parent text
);
CREATE FUNCTION append_to_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox_log (event_id, destination, type, payload, created_at, trace_parent)
    VALUES (NEW.event_id, NEW.destination, NEW.type, NEW.payload, NEW.created_at, NEW.trace_parent);
    RETURN NULL;
END $$;
CREATE TRIGGER append_to_log BEFORE INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION append_to_log();

-- incarnation: of the log, which started after the position started_after. server: the run of the database server in which the
-- log was last read; unsure_after: the last position given before that run, until the destination has confirmed that it has the
-- same log.
ALTER TABLE outbox_destination
    ADD COLUMN incarnation   uuid   NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN started_after bigint NOT NULL DEFAULT 0,
    ADD COLUMN numbered      bigint NOT NULL DEFAULT 0,
    ADD COLUMN confirmed     bigint NOT NULL DEFAULT 0,
    ADD COLUMN server        text,
    ADD COLUMN unsure_after  bigint,
    ADD COLUMN leased_by     uuid,
    ADD COLUMN leased_until  timestamptz,
    ADD COLUMN receiver      uuid,
    ADD COLUMN dead_letters  bigint NOT NULL DEFAULT 0,
    ADD COLUMN resending     bigint NOT NULL DEFAULT 0,
    ADD COLUMN diverged_at   timestamptz,
    ADD COLUMN differing     text[],
    ADD COLUMN introduced_at timestamptz;

-- Events that are not confirmed yet, for people and tests.
CREATE VIEW outbox_backlog AS
SELECT l.id, l.event_id, l.destination, l.position, l.type, l.payload, l.created_at
FROM outbox_log l LEFT JOIN outbox_destination d ON d.name = l.destination
WHERE l.delivered_at IS NULL AND (l.position IS NULL OR l.position > d.confirmed);

-- How far each sender's log has been applied. last_event is the event at the position: ids are random and never used again,
-- so that the id stands for a hash of the event.
ALTER TABLE inbox_sender
    ADD COLUMN incarnation uuid,
    ADD COLUMN position    bigint NOT NULL DEFAULT 0,
    ADD COLUMN last_event  uuid,
    ADD COLUMN behind      bigint NOT NULL DEFAULT 0,
    ADD COLUMN heard_in    text,
    ADD COLUMN diverged_at timestamptz,
    ADD COLUMN resent_at   timestamptz,
    ADD COLUMN lost        bigint NOT NULL DEFAULT 0,
    ADD COLUMN differing   text[];

-- Positions of a sender that it sends again beside its newer events.
CREATE TABLE inbox_gap (
    sender text   NOT NULL REFERENCES inbox_sender,
    first  bigint NOT NULL,
    last   bigint NOT NULL CHECK (last >= first),
    PRIMARY KEY (sender, first)
);

-- Ids of the events that were delivered in the form of version 0.1. Instances of that version must not apply events beside
-- this one: their insert fails with the state "cannot connect now", and the sender tries another instance.
ALTER TABLE inbox_event RENAME TO inbox_event_id;
CREATE TABLE inbox_event (
    event_id uuid PRIMARY KEY
);
CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are applied by the instances of the new version' USING ERRCODE = '57P03';
END $$;
CREATE TRIGGER refuse_event BEFORE INSERT ON inbox_event FOR EACH ROW EXECUTE FUNCTION refuse_event();

-- The identity of this database, which a restored copy shares.
CREATE TABLE database_incarnation (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid()
);
INSERT INTO database_incarnation DEFAULT VALUES;

-- Events that could not be applied: not yet, or never.
CREATE TABLE dead_letter (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sender      text        NOT NULL REFERENCES inbox_sender,
    event_id    uuid        NOT NULL,
    type        text        NOT NULL,
    payload     text        NOT NULL,
    trace       text,
    kind        text        NOT NULL CHECK (kind IN ('not-yet', 'never')),
    error       text        NOT NULL,
    arrived_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts    int         NOT NULL DEFAULT 1,
    tried_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (sender, event_id)
);
CREATE INDEX dead_letter_of_kind ON dead_letter (kind, tried_at);

-- What people decided about dead letters.
CREATE TABLE dead_letter_settlement (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sender     text        NOT NULL,
    event_id   uuid        NOT NULL,
    type       text        NOT NULL,
    payload    text        NOT NULL,
    error      text        NOT NULL,
    action     text        NOT NULL CHECK (action IN ('applied', 'discarded')),
    reason     text        NOT NULL,
    settled_by text        NOT NULL,
    settled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
