-- How long a report is kept, and that it was erased. Of an erased one nothing is left but its references.
ALTER TABLE report ADD COLUMN keep_until TIMESTAMP;
ALTER TABLE report ADD COLUMN erased_at TIMESTAMP;
CREATE INDEX report_keep_until ON report (keep_until);
