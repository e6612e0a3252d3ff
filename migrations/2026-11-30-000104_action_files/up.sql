-- A file that an organisation attached to a joint action, before the readers of one version of its brief. What was received is sealed in
-- the store under `file`, and its name with it; `kind` and `bytes` are of what was received, and for its organisation alone. It does not
-- go with its action by itself: its bytes have to be erased first.
CREATE TABLE action_file (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES contribution (id),
    version_id TEXT NOT NULL REFERENCES action_version (version_id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT,
    at TIMESTAMP NOT NULL,
    description TEXT NOT NULL,
    kind TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    state TEXT NOT NULL,
    refusal TEXT,
    file TEXT NOT NULL
);
CREATE INDEX action_file_contribution ON action_file (contribution_id, at);
CREATE INDEX action_file_version ON action_file (version_id);
CREATE INDEX action_file_waiting ON action_file (at) WHERE state = 'received';

-- The copy that was rebuilt of it: what others read.
CREATE TABLE action_file_copy (
    id TEXT NOT NULL PRIMARY KEY,
    file_id TEXT NOT NULL UNIQUE REFERENCES action_file (id),
    made_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    shortfalls TEXT NOT NULL
);
