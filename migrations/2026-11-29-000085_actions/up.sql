-- What is stored of a joint action beside its brief: the number of its row in lists, where it is, and who leads it.
CREATE TABLE action_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL UNIQUE,
    stage TEXT NOT NULL,
    moved_at TIMESTAMP NOT NULL,
    lead_id TEXT NOT NULL REFERENCES organisation (id)
);
CREATE INDEX action_lead ON action_details (lead_id);

-- What lists and calendars ask of a released version of the brief.
CREATE TABLE action_version (
    version_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution_version (id) ON DELETE CASCADE,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    due_at TIMESTAMP
);
CREATE INDEX action_version_action ON action_version (contribution_id);
CREATE INDEX action_version_due ON action_version (due_at);

-- What organisations did with an action: moved it, joined, left, offered and took the lead. Rows are added, never changed.
-- `version_id` is the version whose readers it was done before: nobody else is shown it. `ordinal` counts the steps of one action.
CREATE TABLE action_step (
    id TEXT NOT NULL PRIMARY KEY,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    other_id TEXT REFERENCES organisation (id),
    person_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL,
    ordinal BIGINT NOT NULL
);
CREATE INDEX action_step_action ON action_step (contribution_id);
CREATE INDEX action_step_organisation ON action_step (organisation_id);

-- What has to be done for an action. `version_id` is the version whose readers it was written for, `changed_version_id` that
-- before whose readers it was last changed.
CREATE TABLE action_task (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    version_id TEXT NOT NULL,
    title TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES organisation (id),
    created_at TIMESTAMP NOT NULL,
    owner_id TEXT REFERENCES organisation (id),
    changed_version_id TEXT NOT NULL,
    due_at TIMESTAMP,
    done_at TIMESTAMP,
    revision INTEGER NOT NULL,
    ordinal BIGINT NOT NULL
);
CREATE INDEX action_task_action ON action_task (contribution_id);
CREATE INDEX action_task_owner ON action_task (owner_id);
