DROP TABLE comment_details;

-- The version before knows no comments: nothing of them is left but the log of what was done.
DELETE FROM event WHERE kind IN ('comment-posted', 'mentioned');
DELETE FROM notification WHERE kind IN ('comment-posted', 'mentioned');
CREATE TABLE comment_audience AS
    SELECT audience_id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'comment')
    UNION SELECT audience_id FROM release WHERE subject_kind = 'comment';
DELETE FROM readable_rest WHERE readable_id IN (
    SELECT id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'comment')
);
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'comment');
DELETE FROM release WHERE subject_kind = 'comment';
-- An audience goes with the last that refers to it.
DELETE FROM comment_audience WHERE audience_id IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL)
    OR audience_id IN (SELECT audience_id FROM release);
DELETE FROM audience_token WHERE audience_id IN (SELECT audience_id FROM comment_audience);
DELETE FROM audience_except WHERE audience_id IN (SELECT audience_id FROM comment_audience);
DELETE FROM audience WHERE id IN (SELECT audience_id FROM comment_audience);
DROP TABLE comment_audience;
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'comment'
);
DELETE FROM sealed_key WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'comment'
);
DELETE FROM contribution WHERE kind = 'comment';
