DROP TABLE action_place;
