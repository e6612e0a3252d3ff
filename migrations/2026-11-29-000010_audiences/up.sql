-- An audience is stored once: made when something is proposed, or imported, and never changed. The release and what comes of
-- it refer to it, and it goes with the last of them.
CREATE TABLE audience (
    id TEXT NOT NULL PRIMARY KEY
);
CREATE TABLE audience_token (
    audience_id TEXT NOT NULL REFERENCES audience (id) ON DELETE CASCADE,
    token TEXT NOT NULL,
    PRIMARY KEY (audience_id, token)
);
CREATE TABLE audience_except (
    audience_id TEXT NOT NULL REFERENCES audience (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (audience_id, organisation_id)
);

-- Every readable thing has its own, under its own id.
INSERT INTO audience SELECT id FROM readable;
INSERT INTO audience_token SELECT readable_id, token FROM readable_token;
INSERT INTO audience_except SELECT readable_id, organisation_id FROM readable_except;
-- SQLite adds no column that refers to something unless it may be empty; with none nobody reads the thing.
ALTER TABLE readable ADD COLUMN audience_id TEXT REFERENCES audience (id);
UPDATE readable SET audience_id = id;
CREATE INDEX readable_audience ON readable (audience_id);
DROP TABLE readable_token;
DROP TABLE readable_except;

-- So has every release of which nothing came that is readable. Its tokens and exceptions stood in one text each.
CREATE TABLE release_before AS SELECT * FROM release;
INSERT INTO audience
    SELECT id FROM release_before WHERE result_id IS NULL OR result_id NOT IN (SELECT id FROM readable);
INSERT INTO audience_token
    WITH RECURSIVE words (audience_id, word, rest) AS (
        SELECT id, CAST('' AS TEXT), tokens || ' ' FROM release_before WHERE id IN (SELECT id FROM audience)
        UNION ALL
        SELECT audience_id, CASE WHEN substr(rest, 1, 1) = ' ' THEN '' ELSE word || substr(rest, 1, 1) END,
            substr(rest, 2)
        FROM words WHERE rest <> ''
    )
    SELECT DISTINCT audience_id, word FROM words WHERE word <> '' AND substr(rest, 1, 1) = ' ';
INSERT INTO audience_except
    WITH RECURSIVE words (audience_id, word, rest) AS (
        SELECT id, CAST('' AS TEXT), except_organisations || ' ' FROM release_before
            WHERE id IN (SELECT id FROM audience)
        UNION ALL
        SELECT audience_id, CASE WHEN substr(rest, 1, 1) = ' ' THEN '' ELSE word || substr(rest, 1, 1) END,
            substr(rest, 2)
        FROM words WHERE rest <> ''
    )
    SELECT DISTINCT audience_id, word FROM words WHERE word <> '' AND substr(rest, 1, 1) = ' ';

DROP TABLE release;
CREATE TABLE release (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    approvers_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    audience_id TEXT NOT NULL REFERENCES audience (id),
    revision INTEGER NOT NULL,
    commitment TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    claimed_by TEXT,
    claimed_at TIMESTAMP,
    decided_by TEXT,
    decided_at TIMESTAMP,
    comment TEXT NOT NULL,
    result_id TEXT
);
CREATE INDEX release_queue ON release (state, approvers_id);
CREATE INDEX release_subject ON release (subject, state);
CREATE INDEX release_audience ON release (audience_id);
INSERT INTO release
    SELECT id, reference, subject_kind, subject, organisation_id, approvers_id, state,
        CASE WHEN id IN (SELECT id FROM audience) THEN id ELSE result_id END, revision, commitment, proposed_by,
        proposed_at, claimed_by, claimed_at, decided_by, decided_at, comment, result_id
    FROM release_before;
DROP TABLE release_before;
