-- Where a readable thing stands (listed, history, gone), from when on nobody reads it however late a worker is, and what it
-- rests on: the id of another readable thing, or of a family of them. Who does not read that does not read this.
ALTER TABLE readable ADD COLUMN state TEXT NOT NULL DEFAULT 'listed';
ALTER TABLE readable ADD COLUMN until TIMESTAMP;
ALTER TABLE readable ADD COLUMN rests_on TEXT;
UPDATE readable SET state = 'gone' WHERE NOT live;
ALTER TABLE readable DROP COLUMN live;
CREATE INDEX readable_rests_on ON readable (rests_on);

-- All that a readable thing rests on, however many steps away: the rule asks for each.
CREATE TABLE readable_rest (
    readable_id TEXT NOT NULL REFERENCES readable (id),
    base TEXT NOT NULL,
    PRIMARY KEY (readable_id, base)
);

UPDATE readable SET rests_on = (SELECT report_id FROM corroboration WHERE corroboration.id = readable.id)
    WHERE id IN (SELECT id FROM corroboration);
UPDATE readable SET rests_on = (SELECT report_id FROM inquiry WHERE inquiry.id = readable.id)
    WHERE id IN (SELECT id FROM inquiry);
-- What was of the family of the thing that it rested on has a family of its own now.
UPDATE readable SET family = id, rests_on = (SELECT rendition_id FROM translation WHERE translation.id = readable.id)
    WHERE id IN (SELECT id FROM translation);
INSERT INTO readable_rest (readable_id, base) SELECT id, rests_on FROM readable WHERE rests_on IS NOT NULL;
