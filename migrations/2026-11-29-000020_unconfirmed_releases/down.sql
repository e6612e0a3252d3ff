-- What is unconfirmed then was released by nobody but its author: it keeps its end, and is taken back as a release.
UPDATE release SET state = 'cancelled' WHERE state = 'unconfirmed';
ALTER TABLE release DROP COLUMN confirm_by;
