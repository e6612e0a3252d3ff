-- The version before knows no tickets: nothing of them is left but the log of what was done.
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM ticket);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM ticket) OR subject IN (SELECT id FROM ticket_step);
DELETE FROM timer WHERE kind = 'ticket.reminder';
DELETE FROM event WHERE kind IN ('ticket-asked', 'ticket-reminder', 'ticket-unanswered', 'ticket-moved');
DELETE FROM notification WHERE kind IN ('ticket-asked', 'ticket-reminder', 'ticket-unanswered', 'ticket-moved');
DROP TABLE ticket_step;
DROP TABLE ticket;
