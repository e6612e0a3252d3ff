-- What a published statement asks of whom: by the paragraph that says so. `level`: of a state, or of all together.
CREATE TABLE statement_ask (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    version_id TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    addressee TEXT NOT NULL,
    level TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX statement_ask_ordinal ON statement_ask (contribution_id, ordinal);

-- What a statement is to an earlier one, which is named by its action.
CREATE TABLE statement_lineage (
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    earlier_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    relation TEXT NOT NULL,
    version_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (contribution_id, earlier_id)
);
CREATE INDEX statement_lineage_earlier ON statement_lineage (earlier_id);

-- What was found when a statement was looked at again.
CREATE TABLE statement_review (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    finding TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX statement_review_statement ON statement_review (contribution_id, at);
