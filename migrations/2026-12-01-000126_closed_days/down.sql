DROP TABLE closed_day;
