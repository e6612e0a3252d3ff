-- Who may act for an organisation in what: from `from_at` up to `until_at`, which is not in it any more. `scope` says in what, with
-- `scope_value` for a kind of action or a forum. A mandate with `stands_in_for` is a deputy's: it counts only while that other one does.
CREATE TABLE held_mandate (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    scope TEXT NOT NULL,
    scope_value TEXT NOT NULL,
    stands_in_for TEXT REFERENCES held_mandate (id),
    from_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP,
    granted_at TIMESTAMP NOT NULL,
    granted_by TEXT NOT NULL REFERENCES person (id),
    ended_at TIMESTAMP,
    ended_by TEXT REFERENCES person (id)
);
CREATE INDEX held_mandate_organisation ON held_mandate (organisation_id);
CREATE INDEX held_mandate_person ON held_mandate (person_id);

-- Organisations for which nobody acts without a mandate.
CREATE TABLE mandate_rule (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisation (id),
    since TIMESTAMP NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id)
);
