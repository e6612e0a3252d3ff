DROP TABLE corroboration_evidence;
-- Nothing before this knows what a reply is.
DELETE FROM release WHERE subject IN (SELECT id FROM corroboration WHERE stance = 'replies');
DELETE FROM readable_token WHERE readable_id IN (SELECT id FROM corroboration WHERE stance = 'replies');
DELETE FROM readable_except WHERE readable_id IN (SELECT id FROM corroboration WHERE stance = 'replies');
DELETE FROM readable WHERE id IN (SELECT id FROM corroboration WHERE stance = 'replies');
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM corroboration WHERE stance = 'replies');
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM corroboration WHERE stance = 'replies');
DELETE FROM corroboration WHERE stance = 'replies';
