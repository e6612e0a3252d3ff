-- Calendars ask which tasks fall due in a time.
CREATE INDEX action_task_due ON action_task (due_at);
