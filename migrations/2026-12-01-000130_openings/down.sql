-- The version before knows no openings: what has not opened must not be read with it.
UPDATE readable SET state = 'gone' WHERE opens > CURRENT_TIMESTAMP;
ALTER TABLE readable DROP COLUMN opens;
