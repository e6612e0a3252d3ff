-- The version before knows no publications: nothing is left of them but the log.
DELETE FROM timer WHERE kind = 'publication.opening';
CREATE TABLE publication_audience AS
    SELECT audience_id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'publication')
    UNION SELECT audience_id FROM release WHERE subject_kind = 'publication';
DELETE FROM readable_rest WHERE readable_id IN (
    SELECT id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'publication')
);
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'publication');
DELETE FROM release WHERE subject_kind = 'publication';
-- An audience goes with the last that refers to it.
DELETE FROM publication_audience WHERE audience_id IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL)
    OR audience_id IN (SELECT audience_id FROM release);
DELETE FROM audience_token WHERE audience_id IN (SELECT audience_id FROM publication_audience);
DELETE FROM audience_except WHERE audience_id IN (SELECT audience_id FROM publication_audience);
DELETE FROM audience WHERE id IN (SELECT audience_id FROM publication_audience);
DROP TABLE publication_audience;
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'publication'
);
DELETE FROM sealed_key WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'publication'
);
-- What was cleared is not: nothing says any more what everybody would read.
UPDATE statement SET stage = 'sign_on', opens_at = NULL WHERE stage = 'cleared';
DELETE FROM statement_step WHERE stage = 'cleared';
DROP TABLE publication_details;
DELETE FROM contribution WHERE kind = 'publication';
DROP TABLE statement_translation;
