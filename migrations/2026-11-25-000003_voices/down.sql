DELETE FROM release WHERE subject_kind = 'corroboration';
DELETE FROM readable_token WHERE readable_id IN (SELECT id FROM corroboration);
DELETE FROM readable_except WHERE readable_id IN (SELECT id FROM corroboration);
DELETE FROM readable WHERE id IN (SELECT id FROM corroboration);
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM corroboration);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM corroboration);
DROP TABLE retraction;
DROP TABLE corroboration;
