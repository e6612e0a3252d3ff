-- A text that one organisation writes for an audience. Comments, answers and addresses hang on this; it may rest on
-- something without which it is not read.
CREATE TABLE contribution (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    rests_on TEXT,
    reply_to TEXT REFERENCES contribution (id),
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_as TEXT,
    ended_reason TEXT
);
CREATE INDEX contribution_rests_on ON contribution (rests_on, kind);
CREATE INDEX contribution_organisation ON contribution (organisation_id, kind);
CREATE INDEX contribution_reply_to ON contribution (reply_to);

-- Its texts. This id is that of readable, the subject of the release, and what the text is sealed under; the first version
-- has the id of its contribution. body is the very text that was sealed, once it is released; until then, and after a
-- withdrawal, it is empty. closed_at: the proposal has ended without a release.
CREATE TABLE contribution_version (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    rests_on_revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    closed_at TIMESTAMP
);
CREATE INDEX contribution_version_of ON contribution_version (contribution_id);
-- One draft at a time.
CREATE UNIQUE INDEX contribution_open ON contribution_version (contribution_id)
    WHERE released_at IS NULL AND closed_at IS NULL;

-- What it names: shown to those alone who read that too.
CREATE TABLE contribution_link (
    version_id TEXT NOT NULL REFERENCES contribution_version (id) ON DELETE CASCADE,
    target_kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    PRIMARY KEY (version_id, target_kind, target_id)
);
CREATE INDEX contribution_link_target ON contribution_link (target_id);

-- What is asked of a corroboration beside its text.
CREATE TABLE corroboration_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    stance TEXT NOT NULL,
    grade TEXT
);

-- What is asked of an inquiry beside its text: whether it is a question, an answer or a wish, and whom a wish names.
CREATE TABLE inquiry_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    wished TEXT NOT NULL
);

INSERT INTO contribution
    SELECT id, 'corroboration', reference, organisation_id, report_id, NULL, created_by, created_at, withdrawn_at,
        CASE WHEN withdrawn_at IS NULL THEN NULL ELSE 'withdrawn' END, withdrawn_reason
    FROM corroboration;
INSERT INTO contribution_version
    SELECT id, id, revision, note, created_by, created_at, released_at,
        (SELECT MAX(decided_at) FROM release WHERE subject = corroboration.id AND state = 'cancelled')
    FROM corroboration;
INSERT INTO contribution_link SELECT corroboration_id, 'report', report_id FROM corroboration_evidence;
INSERT INTO corroboration_details SELECT id, stance, grade FROM corroboration;
DROP TABLE corroboration_evidence;
DROP TABLE corroboration;

INSERT INTO contribution
    SELECT id, 'inquiry', reference, organisation_id, report_id, answers, created_by, created_at, withdrawn_at,
        CASE WHEN withdrawn_at IS NULL THEN NULL ELSE 'withdrawn' END, withdrawn_reason
    FROM inquiry;
INSERT INTO contribution_version
    SELECT id, id, revision, words, created_by, created_at, released_at,
        (SELECT MAX(decided_at) FROM release WHERE subject = inquiry.id AND state = 'cancelled')
    FROM inquiry;
INSERT INTO inquiry_details SELECT id, kind, wished FROM inquiry;
DROP TABLE inquiry;
