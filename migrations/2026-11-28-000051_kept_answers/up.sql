-- With which rights an answer was given that is kept for a repeat: it is given again to who still holds them. Empty where
-- that was not written down.
ALTER TABLE idempotency ADD COLUMN rights TEXT NOT NULL DEFAULT '';
