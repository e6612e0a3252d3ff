DROP TABLE statement_review;
DROP TABLE statement_lineage;
DROP TABLE statement_ask;
