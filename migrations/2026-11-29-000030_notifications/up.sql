-- What happened and is still to be told: written in the transaction of the change, gone when it has been told. Ids, never
-- a text. `addressee`: `organisation:ID`, `person:ID` or `convenors`. `thread`: the one thing that changes belong to.
CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    thread TEXT NOT NULL,
    addressee TEXT NOT NULL,
    actor_id TEXT,
    at TIMESTAMP NOT NULL
);
CREATE INDEX event_subject ON event (subject);

-- What somebody is told, once for each thing. `reference` is what they call it: it is made for them alone.
CREATE TABLE notification (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    thread TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    on_dashboard BOOLEAN NOT NULL,
    read_at TIMESTAMP,
    settled_at TIMESTAMP,
    mailed_at TIMESTAMP
);
CREATE UNIQUE INDEX notification_thing ON notification (person_id, kind, subject);
CREATE INDEX notification_subject ON notification (subject);
CREATE INDEX notification_open ON notification (person_id, at) WHERE settled_at IS NULL;

-- Messages. One that is open is built when it is sent, from what its reader may read then. `generation` counts up where
-- something happened while it was being sent, which is then still to be told.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    cadence TEXT NOT NULL,
    thread TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    generation BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_at TIMESTAMP,
    ended_at TIMESTAMP,
    outcome TEXT,
    failure TEXT
);
CREATE UNIQUE INDEX outbox_open ON outbox (person_id, cadence, thread) WHERE ended_at IS NULL;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE ended_at IS NULL;
CREATE INDEX outbox_failed ON outbox (ended_at, id) WHERE outcome = 'failed';

-- How somebody is told of a topic; of an organisation: how its people are, where they have not said it themselves.
CREATE TABLE notification_preference (
    owner_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    on_dashboard BOOLEAN NOT NULL,
    cadence TEXT NOT NULL,
    PRIMARY KEY (owner_id, topic)
);

-- When somebody is told, and by which secret they end messages without signing in.
CREATE TABLE notification_reader (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    time_zone TEXT NOT NULL,
    quiet_from INTEGER,
    quiet_until INTEGER,
    secret TEXT NOT NULL UNIQUE,
    refused_at TIMESTAMP
);

-- Reports that are to be erased on a day: a timer that fires too early sets itself to a week before that day.
INSERT INTO timer (id, due_at, kind, subject, generation)
    SELECT 'report.erasure_warning ' || id, created_at, 'report.erasure_warning', id, 1 FROM report
    WHERE keep_until IS NOT NULL AND erased_at IS NULL;
