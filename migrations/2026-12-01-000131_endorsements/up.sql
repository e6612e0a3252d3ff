-- What organisations said of endorsing a statement, only ever added to: invited by the secretariat (`person_id`), declined, endorsed by
-- which authority and with which reservation, taken back. Each was written before the readers of one version, and names its words by
-- their hash.
CREATE TABLE statement_endorsement (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    version_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    authority TEXT NOT NULL,
    reservation TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX statement_endorsement_ordinal ON statement_endorsement (contribution_id, ordinal);
CREATE INDEX statement_endorsement_organisation ON statement_endorsement (organisation_id);

-- Until when others endorse a statement and in which zone that was said; from when on everybody reads one that is cleared; when what came of
-- it is to be looked at; which statement has taken its place.
ALTER TABLE statement ADD COLUMN sign_on_until TIMESTAMP;
ALTER TABLE statement ADD COLUMN sign_on_zone TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN opens_at TIMESTAMP;
ALTER TABLE statement ADD COLUMN review_at TIMESTAMP;
ALTER TABLE statement ADD COLUMN successor_id TEXT;
