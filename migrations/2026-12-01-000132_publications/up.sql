-- The text of a statement in other languages (`body`: its title and its paragraphs by their ids), of one version by its hash; of each language
-- the newest counts.
CREATE TABLE statement_translation (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX statement_translation_statement ON statement_translation (contribution_id, language);

-- What is published of a statement, as a contribution: of which statement (by its action), the hash of its words, from when on everybody
-- reads it, and its place among the rows of lists.
CREATE TABLE publication_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL UNIQUE,
    statement_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    opens TIMESTAMP
);
CREATE INDEX publication_details_hash ON publication_details (hash);
CREATE INDEX publication_details_statement ON publication_details (statement_id);
