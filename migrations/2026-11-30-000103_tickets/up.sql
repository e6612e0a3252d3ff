-- What an organisation asks a state for, in an action about diplomatic or emergency support. The two of them read it, as far as they
-- read the action and could read the brief before whose readers it was written (`version_id`, with which it goes). `revision` counts its
-- steps; `beneficiaries`: whether names are sealed with it, for the organisation that asks alone.
CREATE TABLE ticket (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    version_id TEXT NOT NULL REFERENCES action_version (version_id) ON DELETE CASCADE,
    requester_id TEXT NOT NULL REFERENCES organisation (id),
    asked_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    beneficiaries BOOLEAN NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX ticket_action ON ticket (contribution_id);
CREATE INDEX ticket_version ON ticket (version_id);
CREATE INDEX ticket_requester ON ticket (requester_id, requested_at);
CREATE INDEX ticket_asked ON ticket (asked_id, requested_at);

-- Where it was moved to, by whom, and by which mandate. Its words are sealed under a key of its own. `action_id`: what was done for it.
CREATE TABLE ticket_step (
    id TEXT NOT NULL PRIMARY KEY,
    ticket_id TEXT NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    state TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    mandate_id TEXT REFERENCES held_mandate (id),
    at TIMESTAMP NOT NULL,
    sealed BYTEA,
    action_id TEXT REFERENCES contribution (id),
    UNIQUE (ticket_id, ordinal)
);
CREATE INDEX ticket_step_action ON ticket_step (action_id);
