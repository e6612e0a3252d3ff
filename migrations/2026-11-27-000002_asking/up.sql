-- What readers ask of the owner of a report, and what is answered: an entry of the thread beneath it. Its audience
-- stands in readable under the same id once it is out; until then its words are sealed alone and words is empty.
-- Answers and follow-ups name the entry that began the thread.
CREATE TABLE inquiry (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL REFERENCES report (id),
    answers TEXT REFERENCES inquiry (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL,
    wished TEXT NOT NULL,
    revision INTEGER NOT NULL,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    released_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    withdrawn_reason TEXT
);
CREATE INDEX inquiry_report ON inquiry (report_id);
CREATE INDEX inquiry_answers ON inquiry (answers);
CREATE INDEX inquiry_organisation ON inquiry (organisation_id);

-- What an organisation looks for without knowing whether it exists. It holds no link to any report: whoever owns one
-- that fits finds that out when they look. What has ended is deleted.
CREATE TABLE access_request (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    wanted TEXT,
    country TEXT,
    from_day TEXT,
    to_day TEXT,
    words TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL
);
CREATE INDEX access_request_organisation ON access_request (organisation_id);
CREATE INDEX access_request_ends ON access_request (ends_at);

-- An organisation does not want to be shown a request again.
CREATE TABLE access_request_dismissal (
    request_id TEXT NOT NULL REFERENCES access_request (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    dismissed_by TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, organisation_id)
);
