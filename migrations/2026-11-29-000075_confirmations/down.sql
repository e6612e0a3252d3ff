-- The version before knows neither these kinds of events nor that timer.
DELETE FROM timer WHERE kind = 'release.lapse';
DELETE FROM event WHERE kind = 'proposal-lapsed';
DELETE FROM notification WHERE kind = 'proposal-lapsed';
UPDATE event SET kind = 'review-waiting' WHERE kind = 'confirmation-waiting';
UPDATE notification SET kind = 'review-waiting' WHERE kind = 'confirmation-waiting';
