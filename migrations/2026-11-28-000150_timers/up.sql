-- What the program does by itself, and when: at most one timer of each kind for each subject. Moving a timer raises its
-- generation, so that a worker which claimed it before cannot fire it.
CREATE TABLE timer (
    id TEXT NOT NULL PRIMARY KEY,
    due_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    generation BIGINT NOT NULL,
    claimed_at TIMESTAMP,
    fired_at TIMESTAMP
);
CREATE UNIQUE INDEX timer_subject ON timer (kind, subject);
-- Looking for due timers costs the same however many wait, and however many have fired.
CREATE INDEX timer_due ON timer (due_at, id) WHERE fired_at IS NULL;

-- Deadlines that were set before this table existed.
INSERT INTO timer (id, due_at, kind, subject, generation)
    SELECT 'report.erasure ' || id, keep_until, 'report.erasure', id, 1 FROM report
    WHERE keep_until IS NOT NULL AND erased_at IS NULL;
INSERT INTO timer (id, due_at, kind, subject, generation)
    SELECT 'access_request.end ' || id, ends_at, 'access_request.end', id, 1 FROM access_request;
