DROP TABLE readable_rest;
DROP INDEX readable_rests_on;
ALTER TABLE readable ADD COLUMN live BOOLEAN NOT NULL DEFAULT TRUE;
UPDATE readable SET live = FALSE WHERE state <> 'listed';
UPDATE readable SET family = rests_on WHERE id IN (SELECT id FROM translation);
ALTER TABLE readable DROP COLUMN rests_on;
ALTER TABLE readable DROP COLUMN until;
ALTER TABLE readable DROP COLUMN state;
