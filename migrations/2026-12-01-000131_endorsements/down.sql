-- The version before knows neither endorsements nor what follows a publication: such a statement is published for it.
DELETE FROM timer WHERE kind IN ('endorsement.reminder', 'statement.review');
DELETE FROM event WHERE kind IN ('endorsement-asked', 'endorsement-said', 'statement-review');
DELETE FROM notification WHERE kind IN ('endorsement-asked', 'endorsement-said', 'statement-review');
DELETE FROM statement_step WHERE stage IN ('follow_up', 'closed', 'superseded');
UPDATE statement SET stage = 'published' WHERE stage IN ('follow_up', 'closed', 'superseded');
DROP TABLE statement_endorsement;
ALTER TABLE statement DROP COLUMN successor_id;
ALTER TABLE statement DROP COLUMN review_at;
ALTER TABLE statement DROP COLUMN opens_at;
ALTER TABLE statement DROP COLUMN sign_on_zone;
ALTER TABLE statement DROP COLUMN sign_on_until;
