-- That an organisation asks another to publish a report for it. Its words, and the text that it hands over, stand sealed
-- under the id of the request, and are gone once it has ended. Nothing leads from here to what became of it.
CREATE TABLE delegation (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    publisher_id TEXT NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX delegation_report ON delegation (report_id);
CREATE INDEX delegation_organisation ON delegation (organisation_id);
CREATE INDEX delegation_publisher ON delegation (publisher_id, state);
