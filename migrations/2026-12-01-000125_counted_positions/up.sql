-- Whether an adoption counted a position: marked when the adoption is written down, and never afterwards. What is reserved with such a
-- position is for all who read the text from then on.
ALTER TABLE silence_position ADD COLUMN counted BOOLEAN NOT NULL DEFAULT FALSE;
