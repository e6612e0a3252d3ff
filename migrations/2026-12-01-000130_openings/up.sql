-- From which moment on its audience reads a readable thing; none where it always did. What is published under an embargo opens by this,
-- whichever worker is late.
ALTER TABLE readable ADD COLUMN opens TIMESTAMP;
