-- A role that somebody holds is a role grant; a mandate is an organisation's, for what its people may do in its name.
-- Copied, not renamed: SQLite would keep the old statement with another spelling of the name.
CREATE TABLE role_grant (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    granted_by TEXT,
    granted_by_convenor BOOLEAN NOT NULL,
    ended_by TEXT
);
INSERT INTO role_grant SELECT id, person_id, role, from_at, until_at, granted_by, granted_by_convenor, ended_by FROM mandate;
DROP TABLE mandate;
CREATE INDEX role_grant_person ON role_grant (person_id);
