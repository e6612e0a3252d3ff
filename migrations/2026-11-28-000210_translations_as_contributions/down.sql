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

INSERT INTO translation
    SELECT c.id, c.reference, c.organisation_id, d.report_id, c.rests_on, d.rendition_hash, d.language, v.body,
        c.created_by, c.created_at, v.released_at, c.ended_at, c.ended_reason
    FROM contribution c
    JOIN contribution_version v ON v.id = c.id
    JOIN translation_details d ON d.contribution_id = c.id
    WHERE c.kind = 'translation';

DROP TABLE translation_details;
DELETE FROM contribution_version WHERE contribution_id IN (SELECT id FROM translation);
DELETE FROM contribution WHERE kind = 'translation';
