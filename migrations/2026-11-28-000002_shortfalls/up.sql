-- What the original shows or holds and a copy does not, as JSON. Of copies of earlier versions only `incomplete` is known.
ALTER TABLE evidence_copy ADD COLUMN shortfalls TEXT NOT NULL DEFAULT '[]';
