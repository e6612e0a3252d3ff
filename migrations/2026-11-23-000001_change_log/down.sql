DROP TABLE idempotency;
DROP TABLE audit;
DROP TABLE change_log;
DROP TABLE counter;
DROP TABLE setting;
