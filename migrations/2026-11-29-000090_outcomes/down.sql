DROP TABLE comment_outcome;
UPDATE change_log SET kind = 'action' WHERE kind = 'comment';
DELETE FROM event WHERE kind = 'outcome-review';
DELETE FROM notification WHERE kind = 'outcome-review';
DELETE FROM timer WHERE kind = 'comment.review';
-- The version before knows no evidence of comments.
DELETE FROM contribution_link WHERE version_id IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'comment'
);
