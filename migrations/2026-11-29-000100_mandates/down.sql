DROP TABLE mandate_rule;
DROP TABLE held_mandate;

-- The version before knows nothing of mandates.
DELETE FROM timer WHERE kind = 'mandate.end';
DELETE FROM event WHERE kind = 'mandate-ends';
DELETE FROM notification WHERE kind = 'mandate-ends';
