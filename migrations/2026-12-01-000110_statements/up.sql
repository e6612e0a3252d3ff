-- A joint statement: an action of that kind with a text of its own. It is found by those who read the action, and once there is a text
-- (`text_id`, a contribution that goes with the action) by those alone who read that. `version_id`: the brief before whose readers it began;
-- `begun_at`: when; before that nobody knows of it. `stage` is where it was written down last. `penholder_id`: the first sponsor, whose
-- people write the text, one at a time (`pen_person_id`). `opening_mandate_id`: by which mandate the readers of a version that waits were
-- chosen. `paragraphs_used`: the highest number that a paragraph ever had.
CREATE TABLE statement (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    reference TEXT NOT NULL UNIQUE,
    version_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    mode TEXT NOT NULL,
    min_silence_hours INTEGER NOT NULL,
    begun_at TIMESTAMP,
    moved_at TIMESTAMP NOT NULL,
    revision INTEGER NOT NULL,
    penholder_id TEXT REFERENCES organisation (id),
    text_id TEXT,
    consult_until TIMESTAMP,
    consult_zone TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    opening_mandate_id TEXT REFERENCES held_mandate (id),
    pen_person_id TEXT REFERENCES person (id),
    pen_since TIMESTAMP,
    paragraphs_used INTEGER NOT NULL
);
CREATE UNIQUE INDEX statement_text ON statement (text_id);
CREATE INDEX statement_penholder ON statement (penholder_id);

-- What was done with it as a whole, only ever added to. `version_id`: the version before whose readers, of the text or, in concept, of the
-- brief. Nobody did what the program does by itself.
CREATE TABLE statement_step (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT,
    organisation_id TEXT REFERENCES organisation (id),
    person_id TEXT REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL,
    ordinal BIGINT NOT NULL
);
CREATE INDEX statement_step_statement ON statement_step (contribution_id, ordinal);

-- What is said of the whole, or of one paragraph, and what the penholder answers.
CREATE TABLE statement_input (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    paragraph TEXT,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    text TEXT NOT NULL,
    answer TEXT,
    reason TEXT NOT NULL,
    answered_by TEXT REFERENCES person (id),
    answered_at TIMESTAMP
);
CREATE INDEX statement_input_statement ON statement_input (contribution_id, at);

-- Other words for one paragraph of one version (`hash`: of that version), and what became of them. `settled`: the words that go into the
-- text in their place; `taken_version_id`: the version into which they were written.
CREATE TABLE statement_amendment (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    kind TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    settled TEXT NOT NULL,
    decided_by TEXT REFERENCES person (id),
    decided_at TIMESTAMP,
    taken_version_id TEXT
);
CREATE INDEX statement_amendment_statement ON statement_amendment (contribution_id, at);

-- Words that are not agreed: which, where they began in that version (in letters), why, and other words for them.
CREATE TABLE statement_bracket (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES statement (contribution_id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    paragraph TEXT NOT NULL,
    quoted TEXT NOT NULL,
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    status TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX statement_bracket_statement ON statement_bracket (contribution_id, at);
