-- A relay that takes no address whose own name is beyond ASCII has a word of its own among the failures of messages. Nothing
-- that is stored changes.
SELECT 1;
