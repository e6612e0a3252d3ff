CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    website TEXT NOT NULL,
    about TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- Every status an organisation has had, with dates: membership is a history, not a flag.
CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    status TEXT NOT NULL,
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    reason TEXT NOT NULL
);
CREATE INDEX membership_organisation ON membership (organisation_id, from_at);

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);
CREATE INDEX person_organisation ON person (organisation_id);

-- One convenor's word on an applicant (or on a suspension): two are needed once three organisations are active.
CREATE TABLE vetting (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    wanted TEXT NOT NULL,
    note TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP
);
CREATE INDEX vetting_organisation ON vetting (organisation_id);

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
CREATE INDEX mandate_person ON mandate (person_id);

CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    invited_by TEXT,
    by_convenor BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    accepted_by TEXT
);
CREATE INDEX invitation_organisation ON invitation (organisation_id);

-- A signed-in session, of a page (cookie) or of the API (refresh tokens below).
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE refresh_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    issued_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- Names of the keys that sign access tokens (derived from the instance's key); several while one is being replaced.
CREATE TABLE signing_key (
    kid TEXT NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP
);

-- Failed sign-ins by account and by address (keys are hashes): the delay grows and is capped.
CREATE TABLE sign_in_delay (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMP NOT NULL
);

CREATE TABLE coalition_group (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    confidential_roster BOOLEAN NOT NULL,
    epoch INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE group_member (
    id TEXT NOT NULL PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES coalition_group (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    from_epoch INTEGER NOT NULL,
    joined_at TIMESTAMP NOT NULL,
    left_at TIMESTAMP
);
CREATE INDEX group_member_group ON group_member (group_id);
CREATE INDEX group_member_organisation ON group_member (organisation_id);
