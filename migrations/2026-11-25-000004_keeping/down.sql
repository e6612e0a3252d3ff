DROP INDEX report_keep_until;
ALTER TABLE report DROP COLUMN erased_at;
ALTER TABLE report DROP COLUMN keep_until;
