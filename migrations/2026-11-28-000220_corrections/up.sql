-- A contribution is corrected in further versions, numbered in the order in which they were written. One can be withdrawn by
-- itself: an old one, or one whose correction is not for all its readers.
ALTER TABLE contribution_version ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contribution_version ADD COLUMN withdrawn_at TIMESTAMP;
ALTER TABLE contribution_version ADD COLUMN withdrawn_reason TEXT;
CREATE UNIQUE INDEX contribution_version_ordinal ON contribution_version (contribution_id, ordinal);
