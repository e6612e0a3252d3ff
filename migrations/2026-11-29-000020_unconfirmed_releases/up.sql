-- A release that was made at once as unconfirmed ends at this moment unless a second person confirms it before.
ALTER TABLE release ADD COLUMN confirm_by TIMESTAMP;
