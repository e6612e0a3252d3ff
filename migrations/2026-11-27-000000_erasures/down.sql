DELETE FROM setting WHERE name = 'cleaned';
DROP TABLE erased_file;
