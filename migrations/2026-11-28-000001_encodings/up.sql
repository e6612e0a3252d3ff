-- How a text that does not say so is encoded, as its owner chose.
ALTER TABLE evidence ADD COLUMN encoding TEXT;
