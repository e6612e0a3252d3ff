-- A template with which joint actions are begun. `common`: whether the secretariat keeps it for all members; else it is for the
-- organisation alone. What it says is sealed under a key of its own: `sealed`, bound to `version`, which counts its changes.
-- `retired_at`: since when it is out of use.
CREATE TABLE action_template (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    common BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    retired_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX action_template_organisation ON action_template (organisation_id);
CREATE INDEX action_template_common ON action_template (reference) WHERE common;
