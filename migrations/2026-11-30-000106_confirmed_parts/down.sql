ALTER TABLE recorded_part DROP COLUMN confirmed_at;
