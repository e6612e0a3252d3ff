-- The version before knows neither these kinds of events nor whom they are for.
DELETE FROM event WHERE kind IN ('access-asked', 'access-answered') OR addressee IN ('coalition', 'requesters');
DELETE FROM notification WHERE kind IN ('access-asked', 'access-answered');
ALTER TABLE notification_reader DROP COLUMN urgent_waits;
ALTER TABLE notification_reader RENAME COLUMN handle TO secret;
-- Made anew, so that its columns are in the order that they had.
CREATE TABLE notification_kept AS SELECT * FROM notification;
DROP TABLE notification;
CREATE TABLE notification (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    thread TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    on_dashboard BOOLEAN NOT NULL,
    read_at TIMESTAMP,
    settled_at TIMESTAMP,
    mailed_at TIMESTAMP
);
INSERT INTO notification
    SELECT id, reference, person_id, kind, subject, thread, at, TRUE, read_at, settled_at, mailed_at FROM notification_kept;
DROP TABLE notification_kept;
CREATE UNIQUE INDEX notification_thing ON notification (person_id, kind, subject);
CREATE INDEX notification_subject ON notification (subject);
CREATE INDEX notification_open ON notification (person_id, at) WHERE settled_at IS NULL;
ALTER TABLE event DROP COLUMN told_to;
ALTER TABLE event DROP COLUMN failed_at;
ALTER TABLE event DROP COLUMN not_before;
ALTER TABLE event DROP COLUMN attempts;
