-- A translation of one rendition, by its owner: bound to that rendition and to the hash of what it says. Its audience,
-- which is the rendition's, stands in readable under its own id and in the family of the rendition once it is out; until
-- then its words are sealed alone and words is empty.
CREATE TABLE translation (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    rendition_id TEXT NOT NULL REFERENCES rendition (id),
    rendition_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
CREATE INDEX translation_report ON translation (report_id);
CREATE INDEX translation_rendition ON translation (rendition_id);
