-- The version before knows no joint statements: nothing of them is left but their actions and the log of what was done.
DELETE FROM timer WHERE kind IN ('statement.lapse', 'statement.consultation');
DELETE FROM event WHERE kind IN ('statement-moved', 'statement-said', 'statement-answered', 'consultation-over');
DELETE FROM notification WHERE kind IN ('statement-moved', 'statement-said', 'statement-answered', 'consultation-over');
DELETE FROM contribution_link WHERE target_kind = 'statement';
DROP TABLE statement_bracket;
DROP TABLE statement_amendment;
DROP TABLE statement_input;
DROP TABLE statement_step;
DROP TABLE statement;
CREATE TABLE statement_audience AS
    SELECT audience_id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'statement_text')
    UNION SELECT audience_id FROM release WHERE subject_kind = 'statement_text';
DELETE FROM readable_rest WHERE readable_id IN (
    SELECT id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'statement_text')
);
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'statement_text');
DELETE FROM release WHERE subject_kind = 'statement_text';
-- An audience goes with the last that refers to it.
DELETE FROM statement_audience WHERE audience_id IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL)
    OR audience_id IN (SELECT audience_id FROM release);
DELETE FROM audience_token WHERE audience_id IN (SELECT audience_id FROM statement_audience);
DELETE FROM audience_except WHERE audience_id IN (SELECT audience_id FROM statement_audience);
DELETE FROM audience WHERE id IN (SELECT audience_id FROM statement_audience);
DROP TABLE statement_audience;
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'statement_text'
);
DELETE FROM sealed_key WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'statement_text'
);
DELETE FROM contribution WHERE kind = 'statement_text';
