-- A round of silence: the frozen text (`version_id`, its number among the versions that were shown to others, its hash), until when it
-- runs with all extensions and in which zone that was said, how it ended and when that was counted. `reason`: why the chair ended it.
-- `record`: the signed record of an adoption, made once and never changed.
CREATE TABLE silence_round (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    version_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    opened_by TEXT NOT NULL REFERENCES person (id),
    deadline TIMESTAMP NOT NULL,
    deadline_zone TEXT NOT NULL,
    min_hours INTEGER NOT NULL,
    extended INTEGER NOT NULL,
    outcome TEXT,
    ended_at TIMESTAMP,
    counted_at TIMESTAMP,
    reason TEXT NOT NULL,
    record TEXT
);
CREATE UNIQUE INDEX silence_round_number ON silence_round (contribution_id, number);

-- Who is asked in a round, frozen at its entry; of those who were not told, why it began all the same.
CREATE TABLE silence_roll (
    round_id TEXT NOT NULL REFERENCES silence_round (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    waived TEXT NOT NULL,
    PRIMARY KEY (round_id, organisation_id)
);
CREATE INDEX silence_roll_organisation ON silence_roll (organisation_id);

-- What organisations said of one version, only ever added to but for what comes after: confirmed, answered, withdrawn. `recorded`: by
-- the secretariat (`person_id`) for an absent delegation. `reason`: why a condition was declined.
CREATE TABLE silence_position (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    version_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    round_id TEXT REFERENCES silence_round (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    value TEXT NOT NULL,
    arrived_at TIMESTAMP NOT NULL,
    reservation BOOLEAN NOT NULL,
    late BOOLEAN NOT NULL,
    recorded BOOLEAN NOT NULL,
    confirmed_at TIMESTAMP,
    confirmed_by TEXT REFERENCES person (id),
    confirmed_mandate_id TEXT REFERENCES held_mandate (id),
    withdrawn_at TIMESTAMP,
    withdrawn_by TEXT REFERENCES person (id),
    accepted BOOLEAN,
    reason TEXT NOT NULL
);
CREATE UNIQUE INDEX silence_position_ordinal ON silence_position (contribution_id, ordinal);

-- Who asked for more time in a round, in the order in which that was written down, and what the answer was.
CREATE TABLE silence_request (
    round_id TEXT NOT NULL REFERENCES silence_round (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    ordinal INTEGER NOT NULL,
    arrived_at TIMESTAMP NOT NULL,
    answer TEXT,
    answered_at TIMESTAMP,
    reason TEXT NOT NULL,
    PRIMARY KEY (round_id, organisation_id)
);

-- The words of a position, as a contribution that rests on the text: of which position, in which round, and the version before whose
-- readers they were written.
CREATE TABLE explanation_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    position_id TEXT NOT NULL,
    round_id TEXT,
    role TEXT NOT NULL
);
CREATE INDEX explanation_details_position ON explanation_details (position_id);
