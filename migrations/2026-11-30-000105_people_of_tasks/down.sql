ALTER TABLE action_task DROP COLUMN person_id;
