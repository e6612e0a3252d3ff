CREATE TABLE readable_token (
    readable_id TEXT NOT NULL REFERENCES readable (id),
    token TEXT NOT NULL,
    PRIMARY KEY (readable_id, token)
);
CREATE TABLE readable_except (
    readable_id TEXT NOT NULL REFERENCES readable (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (readable_id, organisation_id)
);
INSERT INTO readable_token
    SELECT readable.id, token FROM readable JOIN audience_token ON audience_token.audience_id = readable.audience_id;
INSERT INTO readable_except
    SELECT readable.id, organisation_id
    FROM readable JOIN audience_except ON audience_except.audience_id = readable.audience_id;

-- A release has its tokens and exceptions in one text each, in order.
CREATE TABLE joined_tokens AS
    WITH RECURSIVE joined (audience_id, last, words) AS (
        SELECT audience_id, MIN(token), MIN(token) FROM audience_token GROUP BY audience_id
        UNION ALL
        SELECT joined.audience_id, more.token, joined.words || ' ' || more.token
        FROM joined JOIN audience_token more ON more.audience_id = joined.audience_id
            AND more.token = (SELECT MIN(token) FROM audience_token
                WHERE audience_token.audience_id = joined.audience_id AND audience_token.token > joined.last)
    )
    SELECT audience_id, words FROM joined
    WHERE last = (SELECT MAX(token) FROM audience_token WHERE audience_token.audience_id = joined.audience_id);
CREATE TABLE joined_except AS
    WITH RECURSIVE joined (audience_id, last, words) AS (
        SELECT audience_id, MIN(organisation_id), MIN(organisation_id) FROM audience_except GROUP BY audience_id
        UNION ALL
        SELECT joined.audience_id, more.organisation_id, joined.words || ' ' || more.organisation_id
        FROM joined JOIN audience_except more ON more.audience_id = joined.audience_id
            AND more.organisation_id = (SELECT MIN(organisation_id) FROM audience_except
                WHERE audience_except.audience_id = joined.audience_id
                AND audience_except.organisation_id > joined.last)
    )
    SELECT audience_id, words FROM joined
    WHERE last = (
        SELECT MAX(organisation_id) FROM audience_except WHERE audience_except.audience_id = joined.audience_id);

CREATE TABLE release_after AS SELECT * FROM release;
DROP TABLE release;
CREATE TABLE release (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    approvers_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    tokens TEXT NOT NULL,
    except_organisations TEXT NOT NULL,
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
INSERT INTO release
    SELECT id, reference, subject_kind, subject, organisation_id, approvers_id, state, joined_tokens.words,
        COALESCE(joined_except.words, ''), revision, commitment, proposed_by, proposed_at, claimed_by, claimed_at,
        decided_by, decided_at, comment, result_id
    FROM release_after
    JOIN joined_tokens ON joined_tokens.audience_id = release_after.audience_id
    LEFT JOIN joined_except ON joined_except.audience_id = release_after.audience_id;
DROP TABLE release_after;
DROP TABLE joined_tokens;
DROP TABLE joined_except;

DROP INDEX readable_audience;
ALTER TABLE readable DROP COLUMN audience_id;
DROP TABLE audience_except;
DROP TABLE audience_token;
DROP TABLE audience;
