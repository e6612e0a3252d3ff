DROP TABLE action_task;
DROP TABLE action_step;
DROP TABLE action_version;
DROP TABLE action_details;

-- The version before knows no actions: nothing of them is left but the log of what was done.
DELETE FROM event WHERE kind LIKE 'action-%';
DELETE FROM notification WHERE kind LIKE 'action-%';
DELETE FROM notification_preference WHERE topic = 'actions';
DELETE FROM timer WHERE kind LIKE 'action.%';
UPDATE change_log SET kind = 'report' WHERE kind = 'action';
CREATE TABLE action_audience AS
    SELECT audience_id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'action')
    UNION SELECT audience_id FROM release WHERE subject_kind = 'action';
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'action');
DELETE FROM release WHERE subject_kind = 'action';
-- An audience goes with the last that refers to it.
DELETE FROM action_audience WHERE audience_id IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL)
    OR audience_id IN (SELECT audience_id FROM release);
DELETE FROM audience_token WHERE audience_id IN (SELECT audience_id FROM action_audience);
DELETE FROM audience_except WHERE audience_id IN (SELECT audience_id FROM action_audience);
DELETE FROM audience WHERE id IN (SELECT audience_id FROM action_audience);
DROP TABLE action_audience;
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'action'
);
DELETE FROM sealed_key WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'action'
);
DELETE FROM contribution WHERE kind = 'action';
DELETE FROM contribution_link WHERE target_kind = 'action';
