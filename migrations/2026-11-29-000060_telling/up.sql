-- What cannot be told is tried again, and given up in the end, without keeping the rest waiting. `not_before`: then it is tried
-- again, or told at all. `told_to`: an event of many readers is told in several transactions, and everybody up to this person
-- has been told.
ALTER TABLE event ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN not_before TIMESTAMP;
ALTER TABLE event ADD COLUMN failed_at TIMESTAMP;
ALTER TABLE event ADD COLUMN told_to TEXT;

-- What the dashboard shows is decided when it is shown, by what its reader has chosen by then.
ALTER TABLE notification DROP COLUMN on_dashboard;

-- Links that end messages hold this handle and a keyed hash for the topic: the handle alone ends nothing.
ALTER TABLE notification_reader RENAME COLUMN secret TO handle;
-- Whether quiet hours hold urgent messages too.
ALTER TABLE notification_reader ADD COLUMN urgent_waits BOOLEAN NOT NULL DEFAULT FALSE;
