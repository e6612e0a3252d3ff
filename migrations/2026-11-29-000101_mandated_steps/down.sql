ALTER TABLE action_step DROP COLUMN mandate_id;
