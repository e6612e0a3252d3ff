DROP INDEX action_task_due;

-- The version before knows no addresses of calendars.
DELETE FROM feed_address WHERE kind = 'calendar';
