-- Texts of an organisation's own reports that fit a request for access by country and days. The index found them, so that the
-- desk could be told; whether they still tell it anything is asked each time.
CREATE TABLE access_request_fit (
    request_id TEXT NOT NULL REFERENCES access_request (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    text_id TEXT NOT NULL REFERENCES readable (id) ON DELETE CASCADE,
    PRIMARY KEY (request_id, text_id)
);
CREATE INDEX access_request_fit_organisation ON access_request_fit (organisation_id, request_id);
CREATE INDEX access_request_fit_text ON access_request_fit (text_id);
