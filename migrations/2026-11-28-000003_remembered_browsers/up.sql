-- Browsers in which somebody signed in and asked to be remembered: the hash of the secret in their cookie. It gives a
-- place in the queue of those who sign in, and no right.
CREATE TABLE remembered_browser (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    remembered_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX remembered_browser_person ON remembered_browser (person_id);
