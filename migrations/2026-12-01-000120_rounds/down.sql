-- The version before knows no rounds: a statement that was in one is negotiated, or has ended for it, and nothing is left of what was
-- said but the log of it.
DELETE FROM timer WHERE kind IN ('silence.deadline', 'silence.reminder');
DELETE FROM event WHERE kind IN (
    'silence-begun', 'silence-reminder', 'silence-broken', 'objection-withdrawn', 'more-time-asked', 'more-time-answered',
    'position-recorded', 'condition-set', 'condition-answered', 'statement-adopted'
);
DELETE FROM notification WHERE kind IN (
    'silence-begun', 'silence-reminder', 'silence-broken', 'objection-withdrawn', 'more-time-asked', 'more-time-answered',
    'position-recorded', 'condition-set', 'condition-answered', 'statement-adopted'
);
DELETE FROM statement_step WHERE stage IN ('silence', 'broken', 'adopted', 'sign_on', 'cleared', 'published');
UPDATE statement SET stage = 'negotiation' WHERE stage IN ('silence', 'broken', 'adopted', 'sign_on', 'cleared', 'published');
CREATE TABLE explanation_audience AS
    SELECT audience_id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'explanation')
    UNION SELECT audience_id FROM release WHERE subject_kind = 'explanation';
DELETE FROM readable_rest WHERE readable_id IN (
    SELECT id FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'explanation')
);
DELETE FROM readable WHERE family IN (SELECT id FROM contribution WHERE kind = 'explanation');
DELETE FROM release WHERE subject_kind = 'explanation';
-- An audience goes with the last that refers to it.
DELETE FROM explanation_audience WHERE audience_id IN (SELECT audience_id FROM readable WHERE audience_id IS NOT NULL)
    OR audience_id IN (SELECT audience_id FROM release);
DELETE FROM audience_token WHERE audience_id IN (SELECT audience_id FROM explanation_audience);
DELETE FROM audience_except WHERE audience_id IN (SELECT audience_id FROM explanation_audience);
DELETE FROM audience WHERE id IN (SELECT audience_id FROM explanation_audience);
DROP TABLE explanation_audience;
DELETE FROM sealed_text WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'explanation'
);
DELETE FROM sealed_key WHERE subject IN (
    SELECT v.id FROM contribution_version v JOIN contribution c ON c.id = v.contribution_id WHERE c.kind = 'explanation'
);
DROP TABLE explanation_details;
DELETE FROM contribution WHERE kind = 'explanation';
DROP TABLE silence_request;
DROP TABLE silence_position;
DROP TABLE silence_roll;
DROP TABLE silence_round;
