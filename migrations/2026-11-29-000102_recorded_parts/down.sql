DROP TABLE recorded_part;

-- The version before records nothing of others.
DELETE FROM event WHERE kind = 'part-recorded';
DELETE FROM notification WHERE kind = 'part-recorded';
