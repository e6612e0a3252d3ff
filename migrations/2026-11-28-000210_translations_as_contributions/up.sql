-- A translation is a contribution that rests on the rendition it was made of. What is asked of it beside its text: of which
-- report, of which text by its hash, and in which language.
CREATE TABLE translation_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    report_id TEXT NOT NULL REFERENCES report (id),
    rendition_hash TEXT NOT NULL,
    language TEXT NOT NULL
);
CREATE INDEX translation_details_report ON translation_details (report_id);

INSERT INTO contribution
    SELECT id, 'translation', reference, organisation_id, rendition_id, NULL, created_by, created_at, withdrawn_at,
        CASE WHEN withdrawn_at IS NULL THEN NULL ELSE 'withdrawn' END, withdrawn_reason
    FROM translation;
INSERT INTO contribution_version
    SELECT t.id, t.id, r.revision, t.words, t.created_by, t.created_at, t.released_at,
        (SELECT MAX(decided_at) FROM release WHERE subject = t.id AND state = 'cancelled')
    FROM translation t
    JOIN rendition r ON r.id = t.rendition_id;
INSERT INTO translation_details SELECT id, report_id, rendition_hash, language FROM translation;
DROP TABLE translation;
