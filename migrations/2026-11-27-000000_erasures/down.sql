DROP TABLE cleaned;
DROP TABLE erased_file;
