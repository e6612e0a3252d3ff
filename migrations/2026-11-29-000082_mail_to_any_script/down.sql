-- The version before does not know that word: such an address was one that does not exist.
UPDATE outbox SET failure = 'address' WHERE failure = 'letters';
