-- Events that this service owes to others.
CREATE TABLE outbox_event (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid        NOT NULL DEFAULT uuidv7(),
    destination  text        NOT NULL,
    type         text        NOT NULL,
    payload      jsonb       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz,
    parked_at    timestamptz,
    error        text
);
CREATE INDEX outbox_event_waiting ON outbox_event (destination, id) WHERE delivered_at IS NULL AND parked_at IS NULL;
CREATE INDEX outbox_event_parked ON outbox_event (id) WHERE parked_at IS NOT NULL;
CREATE INDEX outbox_event_delivered ON outbox_event (delivered_at) WHERE delivered_at IS NOT NULL;

-- What each destination has told: how many of this service's events it has applied, ever.
CREATE TABLE outbox_destination (
    name          text PRIMARY KEY,
    acknowledged  bigint      NOT NULL DEFAULT 0,
    last_contact  timestamptz,
    last_failure  timestamptz,
    failure       text,
    rewound_at    timestamptz,
    forgotten     bigint      NOT NULL DEFAULT 0
);

-- Events of others that took effect here. No id is ever forgotten.
CREATE TABLE inbox_event (
    event_id uuid PRIMARY KEY
);

-- What each sender has told about itself.
CREATE TABLE inbox_sender (
    name         text PRIMARY KEY,
    applied      bigint      NOT NULL DEFAULT 0,
    waiting      bigint      NOT NULL DEFAULT 0,
    oldest_at    timestamptz,
    parked       bigint      NOT NULL DEFAULT 0,
    last_contact timestamptz NOT NULL
);

CREATE TABLE signing_key (
    id          text PRIMARY KEY,
    private_jwk text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A token that was given back, or all tokens of an employee made before a moment.
CREATE TABLE revocation (
    key           text PRIMARY KEY,
    revoked_at    timestamptz NOT NULL,
    forget_at     timestamptz NOT NULL
);

-- The first answer to each request that carried an idempotency key.
CREATE TABLE idempotent_answer (
    scope       text        NOT NULL,
    key         text        NOT NULL,
    fingerprint bytea       NOT NULL,
    status      int         NOT NULL,
    location    text,
    body        text,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotent_answer_age ON idempotent_answer (created_at);
