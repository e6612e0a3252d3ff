-- What is stored of an alert beside its text: the number of its row in lists.
CREATE TABLE alert_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL UNIQUE
);

-- What is asked of a released version of an alert on every page. `round` counts up with each version that asks its readers
-- to acknowledge again. `calls`: whether it is an alert still, and no end of one.
CREATE TABLE alert_version (
    version_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution_version (id) ON DELETE CASCADE,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    expires_at TIMESTAMP NOT NULL,
    calls BOOLEAN NOT NULL,
    round INTEGER NOT NULL
);
CREATE INDEX alert_version_expires ON alert_version (expires_at);
CREATE INDEX alert_version_alert ON alert_version (contribution_id);

-- What an organisation has said of an alert of another: rows are added, never changed.
CREATE TABLE alert_acknowledgement (
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    round INTEGER NOT NULL,
    answer TEXT NOT NULL,
    version_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    offer TEXT NOT NULL,
    PRIMARY KEY (contribution_id, organisation_id, round, answer)
);
