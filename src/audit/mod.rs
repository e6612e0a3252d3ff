//! The log of acts: what cannot be audited does not happen.
