DROP TABLE alert_acknowledgement;
DROP TABLE alert_version;
DROP TABLE alert_details;

-- The version before knows no alerts: nothing of them is left but the log of what was done.
DELETE FROM event WHERE kind LIKE 'alert-%';
DELETE FROM notification WHERE kind LIKE 'alert-%';
DELETE FROM notification_preference WHERE topic = 'alerts';
DELETE FROM timer WHERE kind LIKE 'alert.%';
UPDATE change_log SET kind = 'report' WHERE kind = 'alert';
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'alert');
DELETE FROM release WHERE subject_kind = 'alert';
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'alert'
);
DELETE FROM contribution WHERE kind = 'alert';
DELETE FROM contribution_link WHERE target_kind = 'incident';
