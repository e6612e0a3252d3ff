ALTER TABLE notification_reader DROP COLUMN urgent_waits;
ALTER TABLE notification_reader RENAME COLUMN handle TO secret;
ALTER TABLE notification ADD COLUMN on_dashboard BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE event DROP COLUMN told_to;
ALTER TABLE event DROP COLUMN failed_at;
ALTER TABLE event DROP COLUMN not_before;
ALTER TABLE event DROP COLUMN attempts;
