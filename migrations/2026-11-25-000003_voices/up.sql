-- What another organisation says of a report: that it is so, that it is not, that it was verified. Its audience stands
-- in readable under the same id once it is out; until then its words are sealed alone and note is empty.
CREATE TABLE corroboration (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    stance TEXT NOT NULL,
    grade TEXT,
    revision INTEGER NOT NULL,
    note TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
CREATE INDEX corroboration_report ON corroboration (report_id);
CREATE INDEX corroboration_organisation ON corroboration (organisation_id);

-- Its owner no longer stands by a report: by no text that was made of this revision or an earlier one.
CREATE TABLE retraction (
    report_id TEXT NOT NULL REFERENCES report (id),
    revision INTEGER NOT NULL,
    reason TEXT NOT NULL,
    retracted_by TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (report_id, revision)
);
