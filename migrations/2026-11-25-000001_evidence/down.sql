ALTER TABLE rendition DROP COLUMN evidence;
DROP TABLE evidence_copy;
DROP TABLE evidence;
