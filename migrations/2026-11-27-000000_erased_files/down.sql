DROP TABLE erased_file;
