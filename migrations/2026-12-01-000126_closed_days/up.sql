-- Days on which no round of silence ends, as the chair declared them: `date` is a day of the calendar (2026-12-24), by UTC and by the clocks
-- of the zone in which a deadline is said. `label` says why, for all members; `person_id` declared it, at `at`.
CREATE TABLE closed_day (
    date TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    at TIMESTAMP NOT NULL
);
