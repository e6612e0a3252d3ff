ALTER TABLE evidence DROP COLUMN encoding;
