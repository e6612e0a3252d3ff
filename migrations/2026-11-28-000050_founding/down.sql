DROP TABLE founding;
