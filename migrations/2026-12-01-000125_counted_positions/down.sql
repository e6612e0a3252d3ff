ALTER TABLE silence_position DROP COLUMN counted;
