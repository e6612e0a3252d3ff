-- What an organisation has marked before, report by report, so that it goes with its report: keyed hashes, so that the same is
-- suggested again and the list of secrets stands nowhere. words is how many units of writing the hash is over.
CREATE TABLE marked_before (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    hash TEXT NOT NULL,
    report_id TEXT NOT NULL REFERENCES report (id),
    words INTEGER NOT NULL,
    PRIMARY KEY (organisation_id, hash, report_id)
);
CREATE INDEX marked_before_report ON marked_before (report_id);
