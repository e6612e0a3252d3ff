CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0);
INSERT INTO counter (name, value) VALUES ('incident', 0);

CREATE TABLE change_log (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    narrowing BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX change_log_narrowing ON change_log (narrowing, seq);

-- Rows are only ever added. organisation_id is the organisation whose thing it was.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    act TEXT NOT NULL,
    actor_id TEXT,
    actor_organisation_id TEXT,
    organisation_id TEXT,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_organisation ON audit (organisation_id, at);

CREATE TABLE idempotency (
    person_id TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, route, key)
);
