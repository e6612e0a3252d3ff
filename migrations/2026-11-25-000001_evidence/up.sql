-- A file of a report. Its bytes stand sealed in the store of files under a random name; what it was called, what it is
-- and its hash stand in the sealed original of the report.
CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL REFERENCES report (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    -- received: a copy is being made; ready: copy_id is it; refused: there will be none, refusal says why.
    state TEXT NOT NULL,
    refusal TEXT,
    bytes BIGINT NOT NULL,
    -- What is to be burnt in, as JSON.
    boxes TEXT NOT NULL,
    copy_id TEXT,
    added_by TEXT NOT NULL REFERENCES person (id),
    added_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    file TEXT NOT NULL UNIQUE
);
CREATE INDEX evidence_report ON evidence (report_id);
CREATE INDEX evidence_state ON evidence (state);

-- A copy that was rebuilt from it. One that went out with a rendition stays as it is.
CREATE TABLE evidence_copy (
    id TEXT NOT NULL PRIMARY KEY,
    evidence_id TEXT NOT NULL REFERENCES evidence (id),
    made_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    incomplete BOOLEAN NOT NULL,
    boxes TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE
);
CREATE INDEX evidence_copy_of ON evidence_copy (evidence_id);

-- The copies that went out with a rendition, frozen with it, as JSON.
ALTER TABLE rendition ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]';
