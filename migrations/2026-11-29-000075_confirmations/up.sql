-- What waits to be confirmed is told in its own words, and its end is told, too; what has ended already is told to nobody now.
UPDATE event SET kind = 'confirmation-waiting'
    WHERE kind = 'review-waiting' AND subject IN (SELECT id FROM release WHERE state = 'unconfirmed');
UPDATE notification SET kind = 'confirmation-waiting'
    WHERE kind = 'review-waiting' AND subject IN (SELECT id FROM release WHERE state = 'unconfirmed');
INSERT INTO timer (id, due_at, kind, subject, generation)
    SELECT id, confirm_by, 'release.lapse', id, 1 FROM release WHERE state = 'unconfirmed' AND confirm_by > CURRENT_TIMESTAMP;
