DELETE FROM release WHERE subject_kind = 'delegation';
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM delegation);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM delegation);
DROP TABLE delegation;
