-- By which mandate it was done; none where the organisation asked for none.
ALTER TABLE action_step ADD COLUMN mandate_id TEXT;
