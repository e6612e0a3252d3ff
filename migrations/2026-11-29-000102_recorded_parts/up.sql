-- What the secretariat recorded of an organisation and an action: that it joined or declined, as long as it has not said so itself.
-- Nothing follows from it. It goes with the version before whose readers it was recorded.
CREATE TABLE recorded_part (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    version_id TEXT NOT NULL REFERENCES action_version (version_id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    says TEXT NOT NULL,
    by_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    at TIMESTAMP NOT NULL,
    UNIQUE (contribution_id, organisation_id)
);
CREATE INDEX recorded_part_version ON recorded_part (version_id);
