DELETE FROM timer WHERE kind = 'report.erasure_warning';
DROP TABLE notification_reader;
DROP TABLE notification_preference;
DROP TABLE outbox;
DROP TABLE notification;
DROP TABLE event;
