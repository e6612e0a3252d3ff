-- Every thing that somebody may read, of whatever kind, and who may: the rule's own tables.
CREATE TABLE readable (
    id TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    rank INTEGER NOT NULL,
    live BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX readable_family ON readable (family, rank);

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

-- Keys, each wrapped by the next: report by organisation, organisation by instance. All in one table.
CREATE TABLE organisation_key (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    wrapped BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE sealed_key (
    subject TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    wrapped BYTEA NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE sealed_text (
    subject TEXT NOT NULL REFERENCES sealed_key (subject),
    kind TEXT NOT NULL,
    revision INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    commitment TEXT NOT NULL,
    author_id TEXT,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (subject, kind, revision)
);

-- The thing in the world. No content of its own. The ordinal counts incidents in the index and never leaves the program.
CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    ordinal BIGINT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    incident_id TEXT NOT NULL REFERENCES incident (id),
    revision INTEGER NOT NULL,
    created_by TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    source_system TEXT,
    source_id TEXT,
    source_incident TEXT,
    source_hash TEXT,
    UNIQUE (organisation_id, source_system, source_id)
);
CREATE INDEX report_organisation ON report (organisation_id, updated_at);
CREATE INDEX report_incident ON report (incident_id);
CREATE INDEX report_source_incident ON report (source_incident);

-- Where a report was before it was filed elsewhere: an old incident reference leads those who can read the report.
CREATE TABLE refiled (
    id TEXT NOT NULL PRIMARY KEY,
    report_id TEXT NOT NULL REFERENCES report (id),
    old_incident_id TEXT NOT NULL REFERENCES incident (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX refiled_old ON refiled (old_incident_id);

-- What one audience reads of a report: frozen at release. Its audience stands in readable under the same id.
CREATE TABLE rendition (
    id TEXT NOT NULL PRIMARY KEY REFERENCES readable (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    audience_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    title TEXT NOT NULL,
    narrative TEXT NOT NULL,
    language TEXT NOT NULL,
    facts TEXT NOT NULL,
    redactions TEXT NOT NULL,
    hash TEXT NOT NULL,
    released_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    ended_reason TEXT
);
CREATE INDEX rendition_report ON rendition (report_id, state);

-- The one release verb: a text that wants to go beyond its organisation.
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
