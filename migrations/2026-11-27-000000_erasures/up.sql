-- The names of sealed files whose report was erased: nothing opens them any more, and they are to be taken off the disk.
-- Only what stands here is taken away, so that a start with another database leaves the files of this one alone.
CREATE TABLE erased_file (
    name TEXT NOT NULL PRIMARY KEY
);

-- Up to which change of the change log nothing that was erased is left in the files of the index and in the database's log.
CREATE TABLE cleaned (
    seq BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO cleaned (seq) VALUES (0);
