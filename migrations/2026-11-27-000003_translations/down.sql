DELETE FROM release WHERE subject_kind = 'translation';
DELETE FROM readable_token WHERE readable_id IN (SELECT id FROM translation);
DELETE FROM readable_except WHERE readable_id IN (SELECT id FROM translation);
DELETE FROM readable WHERE id IN (SELECT id FROM translation);
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM translation);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM translation);
DROP TABLE translation;
