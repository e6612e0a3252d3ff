-- When the organisation itself confirmed that it does not take part: then it stands as who recorded it. Who joins says so by a step of its own.
ALTER TABLE recorded_part ADD COLUMN confirmed_at TIMESTAMP;
