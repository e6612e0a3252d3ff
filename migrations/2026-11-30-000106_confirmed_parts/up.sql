-- When the organisation itself confirmed that it does not take part, and by whom: who joins says so by a step of its own.
ALTER TABLE recorded_part ADD COLUMN confirmed_at TIMESTAMP;
ALTER TABLE recorded_part ADD COLUMN confirmed_by TEXT;
