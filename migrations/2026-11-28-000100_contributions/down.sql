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
CREATE TABLE corroboration_evidence (
    corroboration_id TEXT NOT NULL REFERENCES corroboration (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    PRIMARY KEY (corroboration_id, report_id)
);
CREATE INDEX corroboration_evidence_report ON corroboration_evidence (report_id);

-- The version before knows of one text for each, under the one id.
INSERT INTO corroboration
    SELECT c.id, c.reference, c.organisation_id, c.rests_on, d.stance, d.grade, v.rests_on_revision, v.body,
        c.created_by, c.created_at, v.released_at, c.ended_at, c.ended_reason
    FROM contribution c
    JOIN contribution_version v ON v.id = c.id
    JOIN corroboration_details d ON d.contribution_id = c.id
    WHERE c.kind = 'corroboration';
INSERT INTO corroboration_evidence
    SELECT version_id, target_id FROM contribution_link
    WHERE target_kind = 'report' AND version_id IN (SELECT id FROM corroboration);

CREATE TABLE inquiry (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL REFERENCES report (id),
    answers TEXT REFERENCES inquiry (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    wished TEXT NOT NULL,
    revision INTEGER NOT NULL,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
CREATE INDEX inquiry_report ON inquiry (report_id);
CREATE INDEX inquiry_answers ON inquiry (answers);
CREATE INDEX inquiry_organisation ON inquiry (organisation_id);

INSERT INTO inquiry
    SELECT c.id, c.reference, c.rests_on, c.reply_to, c.organisation_id, d.entry, d.wished, v.rests_on_revision,
        v.body, c.created_by, c.created_at, v.released_at, c.ended_at, c.ended_reason
    FROM contribution c
    JOIN contribution_version v ON v.id = c.id
    JOIN inquiry_details d ON d.contribution_id = c.id
    WHERE c.kind = 'inquiry';

DROP TABLE inquiry_details;
DROP TABLE corroboration_details;
DROP TABLE contribution_link;
DROP TABLE contribution_version;
DROP TABLE contribution;
