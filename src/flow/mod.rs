//! The one state-machine engine, the one release verb, claims and review queues.
