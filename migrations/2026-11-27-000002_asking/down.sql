DROP TABLE access_request_dismissal;
DROP TABLE access_request;
DELETE FROM release WHERE subject_kind = 'inquiry';
DELETE FROM readable_token WHERE readable_id IN (SELECT id FROM inquiry);
DELETE FROM readable_except WHERE readable_id IN (SELECT id FROM inquiry);
DELETE FROM readable WHERE id IN (SELECT id FROM inquiry);
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM inquiry);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM inquiry);
DROP TABLE inquiry;
