-- What an organisation has marked before, in any report: keyed hashes, so that the same is suggested again and the list of
-- secrets stands nowhere. words is how many units of writing the hash is over.
CREATE TABLE marked_before (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    hash TEXT NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, hash)
);
