//! Organisations, accounts, sessions and tokens, mandates, groups.
