DROP TABLE alert_acknowledgement;
DROP TABLE alert_version;
DROP TABLE alert_details;

-- The version before knows no alerts: nothing of them is left but the log of what was done.
DELETE FROM event WHERE kind LIKE 'alert-%';
DELETE FROM notification WHERE kind LIKE 'alert-%';
DELETE FROM notification_preference WHERE topic = 'alerts';
DELETE FROM timer WHERE kind LIKE 'alert.%';
UPDATE change_log SET kind = 'report' WHERE kind = 'alert';
CREATE TABLE alert_audience AS
    SELECT audience_id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'alert')
    UNION SELECT audience_id FROM release WHERE subject_kind = 'alert';
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'alert');
DELETE FROM release WHERE subject_kind = 'alert';
-- An audience goes with the last that refers to it.
DELETE FROM alert_audience WHERE audience_id IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL)
    OR audience_id IN (SELECT audience_id FROM release);
DELETE FROM audience_token WHERE audience_id IN (SELECT audience_id FROM alert_audience);
DELETE FROM audience_except WHERE audience_id IN (SELECT audience_id FROM alert_audience);
DELETE FROM audience WHERE id IN (SELECT audience_id FROM alert_audience);
DROP TABLE alert_audience;
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'alert'
);
DELETE FROM sealed_key WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'alert'
);
DELETE FROM contribution WHERE kind = 'alert';
DELETE FROM contribution_link WHERE target_kind = 'incident';
