-- The version before knows no files of actions: their keys are destroyed and their bytes taken off the disk.
INSERT INTO erased_file (name) SELECT file FROM action_file WHERE file NOT IN (SELECT name FROM erased_file);
INSERT INTO erased_file (name) SELECT file FROM action_file_copy WHERE file NOT IN (SELECT name FROM erased_file);
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM action_file);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM action_file);
-- What is left in the log does not tell by a hash which file it was.
UPDATE audit SET detail = '{}' WHERE subject IN (SELECT id FROM action_file);

DROP TABLE action_file_copy;
DROP TABLE action_file;

DELETE FROM event WHERE kind = 'action-file';
DELETE FROM notification WHERE kind = 'action-file';
