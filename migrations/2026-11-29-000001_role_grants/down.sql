CREATE TABLE mandate (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    granted_by TEXT,
    granted_by_convenor BOOLEAN NOT NULL,
    ended_by TEXT
);
INSERT INTO mandate SELECT id, person_id, role, from_at, until_at, granted_by, granted_by_convenor, ended_by FROM role_grant;
DROP TABLE role_grant;
CREATE INDEX mandate_person ON mandate (person_id);
