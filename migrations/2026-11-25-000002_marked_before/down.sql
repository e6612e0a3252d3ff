DROP TABLE marked_before;
