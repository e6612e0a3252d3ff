//! The database: connection, transaction, ids, UTC time, randomness and the change log. The only home of raw SQL, of the wall clock and of the machine's randomness.
