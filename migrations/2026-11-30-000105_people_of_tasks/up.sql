-- Who of the organisation that does a task does it: for its own people; none where that says nobody in particular.
ALTER TABLE action_task ADD COLUMN person_id TEXT;
