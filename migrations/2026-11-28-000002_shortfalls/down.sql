ALTER TABLE evidence_copy DROP COLUMN shortfalls;
